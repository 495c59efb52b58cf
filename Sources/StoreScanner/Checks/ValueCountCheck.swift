import DataStores
import GovernanceModel

/// Says the same of every value of a field that is not null.
struct ValueCountCheck: CheckOperator {
  let columns: [String]
  let site: CheckSite
  let verdict: Verdict
  let locus: Locus
  let parameters: [Parameter]
  private var tally = Tally()

  init(_ field: String, site: CheckSite, verdict: Verdict, locus: Locus, parameters: [Parameter]) {
    columns = [field]
    (self.site, self.verdict, self.locus, self.parameters) = (site, verdict, locus, parameters)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    let tags = batch.columns[positions[0]].tags
    for row in 0..<batch.rowCount
    where tags[row] != ColumnBatch.Tag.null.rawValue && subjects[row] != SubjectTable.elsewhere {
      tally.add(subject: subjects[row])
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let told = site.observation(
      verdict, &tally, in: subjects, field: columns[0], locus: locus, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [])
  }
}
