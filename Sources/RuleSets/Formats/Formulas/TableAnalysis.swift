/// A table as sets of values: what each cell lets pass.
struct TableShape {
  enum Policy { case unique, first, any, several }
  var policy: Policy
  /// A row must answer for every value: there is no default.
  var mustAnswer: Bool
  var columns: [String]
  /// The values that may occur in a column, where the table says so.
  var allowed: [Formula?]
  /// One formula a column and row; nil where it cannot be parsed.
  var rows: [[Formula?]]
  /// What each row answers, to tell rows that agree.
  var answers: [String]
}

/// Finds gaps and overlaps of a table by the values of its columns, exactly; columns that cannot be told are left out of
/// gaps and taken as always passing in none of the two.
struct TableAnalysis {
  struct Flaw: Hashable {
    var kind: RuleFlaw.Kind
    /// The row that it is told at.
    var row: Int
    var explanation: String
  }

  private(set) var flaws: [Flaw] = []
  private let shape: TableShape
  private var columns: [TableColumn] = []
  /// Whether a row has a cell that cannot be told.
  private var isBlurred: [Bool] = []

  /// Steps after which the search for gaps gives up.
  static let maximumSteps = 200_000
  private var steps = 0

  init(_ shape: TableShape) {
    self.shape = shape
    guard !shape.rows.isEmpty, shape.rows.count <= 512, !shape.columns.isEmpty else { return }
    isBlurred = Array(repeating: false, count: shape.rows.count)
    for index in shape.columns.indices {
      let column = TableColumn(
        name: shape.columns[index], allowed: shape.allowed[index], cells: shape.rows.map { $0[index] })
      columns.append(column)
      for (row, cell) in column.rows.enumerated() where cell == nil { isBlurred[row] = true }
    }
    if shape.policy == .unique || shape.policy == .any { findOverlaps() }
    if shape.mustAnswer, !isBlurred.contains(true) { findGap() }
  }

  /// Two rows overlap where some value of each column passes both.
  private mutating func findOverlaps() {
    for second in shape.rows.indices where !isBlurred[second] {
      for first in 0..<second where !isBlurred[first] {
        if shape.policy == .any, shape.answers[first] == shape.answers[second] { continue }
        let common = columns.map { column in
          (column.rows[first] ?? []).intersection(column.rows[second] ?? []).min()
        }
        guard common.allSatisfy({ $0 != nil }) else { continue }
        let example = example(common.map { $0 ?? 0 })
        let what = shape.policy == .any ? "disagree" : "both fire where only one may"
        flaws.append(
          Flaw(
            kind: .overlap, row: second, explanation: "rows \(first + 1) and \(second + 1) \(what), as for \(example)"))
        break
      }
    }
  }

  private func example(_ atoms: [Int]) -> String {
    zip(columns, atoms).map { "\($0.name) = \($0.atoms[$1].text)" }.joined(separator: ", ")
  }

  private mutating func findGap() {
    var failed: Set<Search> = []
    guard let gap = gap(0, Set(shape.rows.indices), &failed) else { return }
    flaws.append(Flaw(kind: .gap, row: 0, explanation: "no row answers for \(example(gap))"))
  }

  private struct Search: Hashable {
    var column: Int
    var rows: Set<Int>
  }

  /// Values from a column on for which none of the rows passes; nil where there are none.
  private mutating func gap(_ column: Int, _ rows: Set<Int>, _ failed: inout Set<Search>) -> [Int]? {
    steps += 1
    guard steps < Self.maximumSteps else { return nil }
    if column == columns.count { return rows.isEmpty ? [] : nil }
    let search = Search(column: column, rows: rows)
    if failed.contains(search) { return nil }
    var seen: Set<Set<Int>> = []
    for atom in columns[column].atoms.indices where columns[column].atoms[atom].isAllowed {
      let passing = rows.filter { columns[column].rows[$0]?.contains(atom) ?? false }
      guard seen.insert(passing).inserted else { continue }
      if let rest = gap(column + 1, passing, &failed) { return [atom] + rest }
    }
    failed.insert(search)
    return nil
  }
}
