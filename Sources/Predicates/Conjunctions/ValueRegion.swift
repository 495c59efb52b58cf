internal import GovernanceModel

/// A set of values of one attribute, missing among them, a lane a type.
struct ValueRegion: Sendable {
  /// What has few values.
  struct Few: OptionSet, Sendable {
    let rawValue: UInt8
    static let everyText = ValueRegion(texts: .all)
    static let everyInstant = ValueRegion(instants: .all)
    static let everySet = ValueRegion(few: .sets)
    static let missing = Few(rawValue: 1)
    static let no = Few(rawValue: 2)
    static let yes = Few(rawValue: 4)
    /// Every set; restrictions on elements are kept apart.
    static let sets = Few(rawValue: 8)
    static let all: Few = [.missing, .no, .yes, .sets]
  }

  var few: Few
  var numbers: IntervalSet<ExactNumber>
  var instants: IntervalSet<Instant>
  var texts: IntervalSet<TextBound>

  init(
    few: Few = [], numbers: IntervalSet<ExactNumber> = .empty, instants: IntervalSet<Instant> = .empty,
    texts: IntervalSet<TextBound> = .empty
  ) {
    (self.few, self.numbers, self.instants, self.texts) = (few, numbers, instants, texts)
  }

  static let everything = ValueRegion(few: .all, numbers: .all, instants: .all, texts: .all)
  static let everyText = ValueRegion(texts: .all)
  static let everyInstant = ValueRegion(instants: .all)
  static let everySet = ValueRegion(few: .sets)
  static let missing = ValueRegion(few: .missing)

  var isEmpty: Bool { few.isEmpty && numbers.isEmpty && instants.isEmpty && texts.isEmpty }

  func intersection(_ other: ValueRegion) -> ValueRegion {
    ValueRegion(
      few: few.intersection(other.few), numbers: numbers.intersection(other.numbers),
      instants: instants.intersection(other.instants), texts: texts.intersection(other.texts))
  }

  func union(_ other: ValueRegion) -> ValueRegion {
    ValueRegion(
      few: few.union(other.few), numbers: numbers.union(other.numbers), instants: instants.union(other.instants),
      texts: texts.union(other.texts))
  }

  var complement: ValueRegion {
    ValueRegion(
      few: Few.all.subtracting(few), numbers: numbers.complement, instants: instants.complement,
      texts: texts.complement)
  }

  func contains(_ value: Value?) -> Bool {
    guard let value, !value.isMissing else { return few.contains(.missing) }
    switch value {
    case .boolean(let value): return few.contains(value ? .yes : .no)
    case .set: return few.contains(.sets)
    case .instant(let instant): return instants.contains(instant)
    case .text(let text): return texts.contains(TextBound(text))
    case .integer, .decimal: return ExactNumber(value).map { numbers.contains($0) } ?? false
    }
  }
}
