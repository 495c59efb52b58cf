internal import GovernanceModel
internal import Predicates

/// The values of one attribute, parted so that the conditions on it cannot tell the values of a cell apart, missing among
/// them (the literal partition).
///
/// It is exact: conditions compare an attribute with literals only, so whatever they say changes at a literal and nowhere
/// else. Each cell keeps the plainest value that was tried, and the solver sees its number: texts, numbers and dates are
/// interned, and "any other value" has a cell like every other. What the conditions say of a cell is asked of the
/// evaluator, so that the two cannot differ.
struct ValueCells {
  /// The plainest value of each cell; missing comes first, so that a smaller number is a plainer person.
  private(set) var values: [Value?] = []
  /// By place of the condition, what it says of each cell.
  private(set) var truths: [[Truth]]
  /// The cell of all sets; conditions on elements are told apart by one Boolean an element.
  private(set) var sets: Int?
  /// The cell of all instants, where some condition reads the clock; those are told apart by the instant itself.
  private(set) var instants: Int?
  /// Some texts may have no cell: patterns that are too rich to be followed.
  private(set) var isPartial = false

  init(_ path: AttributePath, _ conditions: [Predicate]) {
    truths = Array(repeating: [], count: conditions.count)
    let literals = Literals(conditions)
    var known: [[Truth]: Int] = [:]
    func said(of value: Value?) -> [Truth] {
      let person = OneValue(path: path, held: value)
      return conditions.map { $0.evaluate(on: person) }
    }
    func add(_ value: Value?) {
      let said = said(of: value)
      guard known[said] == nil else { return }
      known[said] = values.count
      append(value, said)
    }
    add(nil)
    if literals.isAboutExistence || !literals.numbers.isEmpty { for number in literals.numberValues { add(number) } }
    add(.boolean(false))
    if literals.hasBooleans { add(.boolean(true)) }
    if literals.hasTexts {
      let texts = TextSamples(conditions)
      isPartial = texts.isPartial
      for text in texts.samples { add(.text(text)) }
    }
    if literals.hasClock {
      instants = values.count
      append(.instant(Instant(microseconds: 0)), said(of: .instant(Instant(microseconds: 0))))
    } else {
      for instant in literals.instantValues { add(.instant(instant)) }
    }
    if literals.hasSets {
      sets = values.count
      append(.set([]), said(of: .set([])))
    }
  }

  private mutating func append(_ value: Value?, _ said: [Truth]) {
    values.append(value)
    for (place, truth) in said.enumerated() { truths[place].append(truth) }
  }

  /// A cell that is told apart further.
  func isOpen(_ cell: Int) -> Bool { cell == sets || cell == instants }
}

/// Someone with one attribute.
private struct OneValue: Facts {
  let path: AttributePath
  let held: Value?
  var now: Instant { Instant(microseconds: 0) }
  func value(of path: AttributePath) -> Value? { path == self.path ? held : nil }
  func consent(_ use: DataUse, channel: Channel?) -> Truth { .unknown }
  func events(of type: String) -> [Instant]? { nil }
}
