import GovernanceModel

/// How fine one value is. Levels are positions in `Granularity.Family.levels`, finest first.
struct ValueLevel: Hashable {
  /// The unit down to which the value is written: a time with seconds is written to the second.
  var written: UInt8
  /// The unit down to which it says something: midnight says the day. Coarser than `written` only in forms that can hide
  /// fineness behind zeros, and then it counts only if all values of the form are as coarse (semantics section 6).
  var content: UInt8
  /// Values of different forms (IPv4, IPv6) are weighed apart.
  var form: UInt8 = 0

  init(written: UInt8, content: UInt8, form: UInt8 = 0) {
    (self.written, self.content, self.form) = (written, content, form)
  }

  init(_ level: UInt8) { self.init(written: level, content: level) }

  static let forms = 2
}

/// Levels of the measured families by their position among the family's levels.
enum TimeLevel: UInt8, CaseIterable { case instant, second, minute, hour, day, week, month, quarter, year, decade }

enum BirthLevel: UInt8, CaseIterable { case date, month, monthDay, year, band5, band10, adult }

enum PlaceLevel: UInt8, CaseIterable {
  case coordinates6, coordinates5, coordinates4, street, coordinates3, postcode, coordinates2, city, postcodePrefix
  case coordinates1, region, country
}

enum NetworkLevel: UInt8, CaseIterable {
  case full, prefix64, prefix56, prefix48, prefix24, prefix32, prefix16, country
}

/// Tells the level of a value of one family from its bytes; nil where the value is of another kind.
struct LevelClassifier: Sendable {
  enum Kind: Sendable {
    case time(TimeForm)
    case birth, place, network
  }

  let kind: Kind

  /// Nil for families whose values cannot be measured.
  ///
  /// - Parameter unit: of numbers in a time column; nil is told by their size.
  init?(_ family: Granularity.Family, unit: TimeForm = TimeForm()) {
    switch family {
    case .time: kind = .time(unit)
    case .birth: kind = .birth
    case .place: kind = .place
    case .network: kind = .network
    default: return nil
    }
  }

  func level(integer: Int64) -> ValueLevel? {
    switch kind {
    case .time(let form): form.level(integer: integer)
    case .birth: BirthForm.level(integer: integer)
    case .place: PlaceForm.level(integer: integer)
    case .network: NetworkForm.level(integer: integer)
    }
  }

  func level(real: Double) -> ValueLevel? {
    switch kind {
    case .time(let form): form.level(real: real)
    case .birth: Int64(exactly: real).flatMap(BirthForm.level(integer:))
    case .place: PlaceForm.level(real: real)
    case .network: nil
    }
  }

  func level(text: Span<UInt8>) -> ValueLevel? {
    switch kind {
    case .time(let form): form.level(text: text)
    case .birth: BirthForm.level(text: text)
    case .place: PlaceForm.level(text: text)
    case .network: NetworkForm.level(text: text)
    }
  }
}
