import DataStores
import GovernanceModel

/// Says the same of every row of a collection, such as that its age cannot be told.
struct RowCountCheck: CheckOperator {
  let columns: [String] = []
  let site: CheckSite
  let verdict: Verdict
  var field: String?
  var locus: Locus?
  var parameters: [Parameter] = []
  private var tally = Tally()

  init(site: CheckSite, verdict: Verdict, field: String? = nil, locus: Locus? = nil, parameters: [Parameter] = []) {
    (self.site, self.verdict, self.field, self.locus) = (site, verdict, field, locus)
    self.parameters = parameters
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere { tally.add(subject: subjects[row]) }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let told = site.observation(
      verdict, &tally, in: subjects, field: field, locus: locus, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [])
  }
}
