/// MurmurHash3, x86 variant of 32 bits (Austin Appleby, public domain): what feature flags spread people with.
package enum Murmur3 {
  package static func hash(of data: some Collection<UInt8>, seed: UInt32 = 0) -> UInt32 {
    var (hash, block, filled) = (seed, UInt32(0), UInt32(0))
    for byte in data {
      block |= UInt32(byte) << (8 * filled)
      filled += 1
      if filled == 4 {
        hash = (rotated(hash ^ scrambled(block), by: 13) &* 5) &+ 0xE654_6B64
        (block, filled) = (0, 0)
      }
    }
    if filled > 0 { hash ^= scrambled(block) }
    return finished(hash ^ UInt32(truncatingIfNeeded: data.count))
  }

  private static func scrambled(_ block: UInt32) -> UInt32 {
    rotated(block &* 0xCC9E_2D51, by: 15) &* 0x1B87_3593
  }

  private static func rotated(_ value: UInt32, by count: UInt32) -> UInt32 {
    value << count | value >> (32 - count)
  }

  private static func finished(_ hash: UInt32) -> UInt32 {
    var mixed = (hash ^ (hash >> 16)) &* 0x85EB_CA6B
    mixed = (mixed ^ (mixed >> 13)) &* 0xC2B2_AE35
    return mixed ^ (mixed >> 16)
  }
}
