import DataStores
import GovernanceModel
import Predicates

/// Reads what conditions ask of a profile table into ``SubjectTruths``.
struct ProfileReader: CheckOperator {
  private(set) var columns: [String] = []
  private let truths: SubjectTruths
  private var decided: [Decided] = []
  private var stored: [(path: String, slot: Int)] = []
  private var changes: [(predicate: Int, column: Int)] = []
  private var moments: [MomentColumn] = []
  /// The codes of each column, by slot; empty for those that no condition reads.
  private var codes: [TypedCodes]

  /// A condition over columns of this table, with its answers by combination of values.
  private struct Decided {
    let predicate: Int
    let reads: [(path: String, slot: Int, zone: ZoneRules)]
    var pairs: [PairCodes]
    var answers: [Truth?] = []
  }

  /// More different values than this are not kept: the answers are worked out anew.
  private static let codeLimit = 1 << 16

  init(_ table: Int, truths: SubjectTruths) {
    self.truths = truths
    var columns: [String] = []
    for predicate in truths.predicates(decidedBy: table) {
      let reads = truths.reads(of: predicate, in: table).map { path, place in
        (path: path, slot: WordColumn.position(of: place.column, in: &columns), zone: place.zone)
      }
      decided.append(
        Decided(predicate: predicate, reads: reads, pairs: Array(repeating: PairCodes(), count: reads.count)))
    }
    for path in truths.storedPaths(of: table) {
      guard let place = truths.place(of: path) else { continue }
      stored.append((path, WordColumn.position(of: place.column, in: &columns)))
    }
    for predicate in truths.predicates(reading: table) {
      for (_, place) in truths.reads(of: predicate, in: table) {
        guard let updatedAt = place.updatedAt else { continue }
        let moment = MomentColumn(updatedAt, zone: place.zone, columns: &columns)
        if let known = moments.firstIndex(where: { $0.slot == moment.slot }) {
          changes.append((predicate, known))
        } else {
          moments.append(moment)
          changes.append((predicate, moments.count - 1))
        }
      }
    }
    self.columns = columns
    codes = Array(repeating: TypedCodes(), count: columns.count)
  }

  /// An answer a condition, the instant of a change, and a code with its value where a condition must wait.
  var need: MemoryNeed { MemoryNeed(perSubject: 2 * decided.count + 16 * changes.count + 72 * stored.count) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for index in moments.indices { moments[index].read(batch, positions: positions) }
    for row in 0..<batch.rowCount {
      let subject = subjects[row]
      guard subject < SubjectTable.elsewhere else { continue }
      for index in decided.indices {
        truths.set(answer(index, batch, positions, row), of: decided[index].predicate, subject: subject)
      }
      for (path, slot) in stored { truths.store(path, subject: subject, batch.columns[positions[slot]], row) }
      for (predicate, column) in changes {
        guard let moment = moments[column].moment(row) else { continue }
        truths.noteChange(predicate, subject: subject, at: moment.start.microseconds)
      }
    }
    if codes.contains(where: { $0.count > Self.codeLimit }) { forget() }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult { CheckResult() }

  private mutating func answer(
    _ index: Int, _ batch: borrowing ColumnBatch, _ positions: [Int], _ row: Int
  ) -> Truth {
    var combination: Int32 = 0
    for place in decided[index].reads.indices {
      let slot = decided[index].reads[place].slot
      let code = codes[slot].code(batch.columns[positions[slot]], row)
      combination = decided[index].pairs[place].code(combination, code)
    }
    while decided[index].answers.count <= Int(combination) { decided[index].answers.append(nil) }
    if let known = decided[index].answers[Int(combination)] { return known }
    let values = decided[index].reads.map { read in
      let column = batch.columns[positions[read.slot]]
      var single = TypedCodes()
      let code = single.code(column, row)
      return (path: read.path, value: single.value(code), zone: read.zone)
    }
    let answer = truths.evaluate(decided[index].predicate, values: values)
    decided[index].answers[Int(combination)] = answer
    return answer
  }

  private mutating func forget() {
    codes = Array(repeating: TypedCodes(), count: columns.count)
    for index in decided.indices {
      decided[index].answers = []
      decided[index].pairs = Array(repeating: PairCodes(), count: decided[index].reads.count)
    }
  }
}
