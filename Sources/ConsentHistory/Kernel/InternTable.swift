/// Dense 16-bit ids for values, in order of first sight, starting at `first`.
struct InternTable<Key: Hashable & Sendable>: Sendable {
  private(set) var keys: [Key]
  private var ids: [Key: UInt16]

  /// With `reserved`, that value has id 0: "none".
  init(reserved: Key) { (keys, ids) = ([reserved], [reserved: 0]) }

  var count: Int { keys.count }

  func find(_ key: Key) -> UInt16? { ids[key] }

  /// Nil when all ids are taken; `UInt16.max` stays free, for a name that no event has.
  mutating func id(of key: Key) -> UInt16? {
    if let known = ids[key] { return known }
    guard let id = UInt16(exactly: keys.count), id < .max else { return nil }
    keys.append(key)
    ids[key] = id
    return id
  }
}
