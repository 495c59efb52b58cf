/// A dotted key of a taxonomy: `a.b.c` lies below `a.b`, which lies below `a`.
///
/// Source: fideslang 3.1 (IAB Tech Lab), `^[a-zA-Z0-9_.<>-]+$`.
public protocol TaxonomyKey: Hashable, Sendable, Comparable, CustomStringConvertible {
  var key: String { get }
  init(_ key: String)
}

extension TaxonomyKey {
  public var description: String { key }

  public static func < (left: Self, right: Self) -> Bool { left.key.utf8.lexicographicallyPrecedes(right.key.utf8) }

  /// The key without its last segment; nil at the first segment.
  public var parent: Self? {
    guard let dot = key.utf8.lastIndex(of: UInt8(ascii: ".")) else { return nil }
    return Self(String(key[..<dot]))
  }

  /// This key, its parent, and so on up to the first segment.
  public var lineage: [Self] { Array(sequence(first: self, next: \.parent)) }

  /// The number of segments.
  public var depth: Int { key.utf8.count(where: { $0 == UInt8(ascii: ".") }) + 1 }

  /// True for the key itself and for each key below `other`.
  public func isSameOrBelow(_ other: Self) -> Bool {
    key == other.key
      || (key.utf8.starts(with: other.key.utf8) && key.utf8.dropFirst(other.key.utf8.count).first == UInt8(ascii: "."))
  }
}

/// What the data is, such as `user.contact.email`.
public struct DataCategory: TaxonomyKey {
  public let key: String
  public init(_ key: String) { self.key = key }
}

/// What the data is used for, such as `marketing.communications.email`; a purpose of consent is one of these.
public struct DataUse: TaxonomyKey {
  public let key: String
  public init(_ key: String) { self.key = key }

  /// The root: every purpose. Written `*`; an `erased` event is recorded here.
  public static let every = DataUse("*")

  /// True when the key is `other`, below it, or `other` is the root.
  public func isCovered(by other: DataUse) -> Bool { other == .every || isSameOrBelow(other) }
}

/// Whose data it is, such as `customer`.
public struct DataSubject: TaxonomyKey {
  public let key: String
  public init(_ key: String) { self.key = key }
}
