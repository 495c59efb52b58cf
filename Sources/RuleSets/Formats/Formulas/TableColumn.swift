internal import GovernanceModel

/// The values of a column, cut into pieces that all its cells treat alike.
struct TableColumn {
  /// A value, or a piece between two values, with a value of it as an example.
  struct Atom {
    var text: String
    var isAllowed = true
  }

  let name: String
  private(set) var atoms: [Atom] = []
  /// The atoms that each row lets pass; nil where its cell cannot be told.
  private(set) var rows: [Set<Int>?]

  init(name: String, allowed: Formula?, cells: [Formula?]) {
    self.name = name
    rows = cells.map { _ in nil }
    var literals: [FormulaValue] = []
    var isPlain = true
    for cell in cells + (allowed.map { [$0] } ?? []) {
      guard let cell else { continue }
      isPlain = cell.collect(into: &literals) && isPlain
    }
    guard let pieces = Self.pieces(literals) else { return }
    for (row, cell) in cells.enumerated() {
      guard let cell, cell.isPlainTest else { continue }
      rows[row] = Set(pieces.indices.filter { cell.passes(pieces[$0].value) })
    }
    atoms = pieces.map { piece in
      Atom(text: piece.text, isAllowed: allowed.map { !$0.isPlainTest || $0.passes(piece.value) } ?? true)
    }
  }

  /// An example of each piece: the literals, a value between each two, one beyond each end; for texts one that is none
  /// of them. Nil for values of several types.
  private static func pieces(_ literals: [FormulaValue]) -> [(value: FormulaValue, text: String)]? {
    let values = Array(Set(literals.filter { $0 != .null }))
    guard let first = values.first else { return [(.null, "anything")] }
    switch first {
    case .boolean:
      guard values.allSatisfy({ if case .boolean = $0 { true } else { false } }) else { return nil }
      return [(.boolean(false), "false"), (.boolean(true), "true")]
    case .text:
      let texts = values.compactMap { if case .text(let text) = $0 { text } else { nil } }.sorted()
      guard texts.count == values.count else { return nil }
      var other = "other"
      while texts.contains(other) { other += "-" }
      let shown = texts.map { PersonalLiteral.isPersonal($0) ? "a value of the table" : "\"\($0)\"" }
      return zip(texts, shown).map { (.text($0), $1) } + [(.text(other), "any other text")]
    case .number:
      let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }.sorted()
      guard numbers.count == values.count else { return nil }
      return between(numbers).map { (.number($0), $0.text) }
    case .date:
      let days = values.compactMap { if case .date(let date) = $0 { date.daysSinceEpoch } else { nil } }.sorted()
      guard days.count == values.count else { return nil }
      // Days are whole: between two neighbours there is none.
      let all = Set(days + days.map { $0 - 1 } + days.map { $0 + 1 }).sorted()
      return all.map { day in
        let date = FormulaValue.date(CivilDate(daysSinceEpoch: day))
        return (date, date.text ?? "")
      }
    default: return nil
    }
  }

  private static func between(_ numbers: [DecimalNumber]) -> [DecimalNumber] {
    guard let least = numbers.first, let greatest = numbers.last else { return [] }
    let one = DecimalNumber(1)
    var pieces = [least - one]
    for (index, number) in numbers.enumerated() {
      pieces.append(number)
      guard index + 1 < numbers.count else { break }
      // A whole number where there is one: it reads better.
      let whole = number.floor + one
      let middle = (number + numbers[index + 1]) / DecimalNumber(2) ?? number
      pieces.append(whole < numbers[index + 1] ? whole : middle)
    }
    return pieces + [greatest + one]
  }
}

extension Formula {
  /// Collects the literals of a unary test; false where the test is more than comparisons with literals.
  fileprivate func collect(into values: inout [FormulaValue]) -> Bool {
    switch self {
    case .anything, .subject: return true
    case .literal(let value):
      values.append(value)
      return true
    case .negated(.literal(.number(let number))):
      values.append(.number(-number))
      return true
    case .comparison(_, let end): return end.collect(into: &values)
    case .range(let lower, let upper, _, _): return lower.collect(into: &values) && upper.collect(into: &values)
    case .tests(.subject, let parts), .noneOf(let parts), .list(let parts):
      return parts.allSatisfy { $0.collect(into: &values) }
    case .binary(let operation, .subject, let right)
    where operation.isComparison || operation == .isIn || operation == .isNotIn:
      return right.collect(into: &values)
    case .binary(.and, let left, let right), .binary(.or, let left, let right):
      return left.collect(into: &values) && right.collect(into: &values)
    case .not(let part): return part.collect(into: &values)
    case .call(.name("date", _), let arguments):
      guard arguments.count == 1, case .literal(.text(let text)) = arguments[0].value else { return false }
      let date = FEELTemporal.date(text)
      values.append(date)
      return date != .null
    default: return false
    }
  }

  fileprivate var isPlainTest: Bool {
    var values: [FormulaValue] = []
    return collect(into: &values)
  }

  /// Whether a value passes a plain test.
  fileprivate func passes(_ value: FormulaValue) -> Bool {
    switch self {
    case .anything: return true
    case .comparison(let operation, let end): return FEELComparison.holds(operation, value, end.plainValue) == true
    case .range(let lower, let upper, let includesLower, let includesUpper):
      return FEELComparison.contains(
        FormulaRange(
          lower: lower.plainValue, upper: upper.plainValue, includesLower: includesLower,
          includesUpper: includesUpper), value) == true
    case .tests(_, let parts), .list(let parts): return parts.contains { $0.passes(value) }
    case .noneOf(let parts): return !parts.contains { $0.passes(value) }
    case .binary(.and, let left, let right): return left.passes(value) && right.passes(value)
    case .binary(.or, let left, let right): return left.passes(value) || right.passes(value)
    case .binary(.isIn, _, let right): return right.passes(value)
    case .binary(.isNotIn, _, let right): return !right.passes(value)
    case .binary(let operation, _, let right): return FEELComparison.holds(operation, value, right.plainValue) == true
    case .not(let part): return !part.passes(value)
    default: return FEELComparison.areEqual(value, plainValue) == true
    }
  }

  private var plainValue: FormulaValue {
    switch self {
    case .literal(let value): value
    case .negated(.literal(.number(let number))): .number(-number)
    case .call(_, let arguments):
      if case .literal(.text(let text)) = arguments.first?.value { FEELTemporal.date(text) } else { .null }
    default: .null
    }
  }
}
