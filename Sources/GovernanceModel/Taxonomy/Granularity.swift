/// How fine a value is held, within a family of levels that can be compared (semantics section 6).
public struct Granularity: Hashable, Sendable {
  public enum Family: String, CaseIterable, Sendable, Hashable {
    case time, birth, place, network, identity, contact, money, history, product, browsing, device, media, score, text
  }

  public let family: Family
  public let level: String

  /// Nil when the family has no such level; every family ends in `none`.
  public init?(family: Family, level: String) {
    guard family.levels.contains(level) else { return nil }
    (self.family, self.level) = (family, level)
  }

  /// Reads `birth.band10`.
  public init?(named name: String) {
    let parts = name.split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let family = Family(rawValue: String(parts[0])) else { return nil }
    self.init(family: family, level: String(parts[1]))
  }

  /// True when this level is finer than `other`, or cannot be compared with it: the incomparable one counts as finer.
  public func isFiner(than other: Granularity) -> Bool {
    guard family == other.family else { return true }
    let (own, theirs) = (family.rank(of: level), family.rank(of: other.level))
    return own < theirs || (own == theirs && level != other.level && !family.isEqualWithinRank)
  }

  /// The finer of two levels of one family; when they cannot be compared, the one named first.
  public func finer(_ other: Granularity) -> Granularity {
    other.isFiner(than: self) && !isFiner(than: other) ? other : self
  }
}

extension Granularity: CustomStringConvertible {
  public var description: String { "\(family.rawValue).\(level)" }
}

extension Granularity.Family {
  /// Levels by rank, finest first. Levels of one rank cannot be compared; those of `network` are equally fine there: an IPv6
  /// prefix of 48 bits stands where an IPv4 prefix of 24 stands, one of 32 bits where one of 16 does.
  public var ranks: [[String]] {
    let named: [[String]] =
      switch self {
      case .time: Self.chain("instant second minute hour day week month quarter year decade")
      case .birth: [["date"], ["month", "monthDay"], ["year"], ["band5"], ["band10"], ["adult"]]
      case .place:
        Self.chain(
          "coordinates6 coordinates5 coordinates4 street coordinates3 postcode coordinates2 city postcodePrefix "
            + "coordinates1 region country")
      case .network:
        [["full"], ["prefix64"], ["prefix56"], ["prefix48", "prefix24"], ["prefix32", "prefix16"], ["country"]]
      case .identity: Self.chain("direct directHash account device session household cohort")
      case .contact: [["full"], ["domain", "countryPrefix"]]
      case .money: Self.chain("exact rounded band")
      case .history: Self.chain("events daily weekly monthly aggregate")
      case .product: Self.chain("item brand category department")
      case .browsing: Self.chain("url path host siteCategory")
      case .device: Self.chain("fingerprint userAgent model platform class")
      case .media: Self.chain("raw template transcript label")
      case .score: Self.chain("exact band")
      case .text: Self.chain("free redacted category")
      }
    return named + [["none"]]
  }

  public var levels: [String] { ranks.flatMap { $0 } }

  var isEqualWithinRank: Bool { self == .network }

  func rank(of level: String) -> Int { ranks.firstIndex { $0.contains(level) } ?? 0 }

  private static func chain(_ names: String) -> [[String]] { names.split(separator: " ").map { [String($0)] } }
}
