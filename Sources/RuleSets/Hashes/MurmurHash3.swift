/// MurmurHash3 x86 32-bit, which Unleash and flagd put people into buckets with.
///
/// Source: Austin Appleby, <https://github.com/aappleby/smhasher>, `MurmurHash3_x86_32` (public domain).
package enum MurmurHash3 {
  package static func hash32(_ bytes: some Sequence<UInt8>, seed: UInt32 = 0) -> UInt32 {
    var (hash, block, count) = (seed, UInt32(0), UInt32(0))
    for byte in bytes {
      block |= UInt32(byte) << (8 * (count & 3))
      count &+= 1
      guard count & 3 == 0 else { continue }
      hash = rotated((hash ^ scrambled(block)), by: 13) &* 5 &+ 0xE654_6B64
      block = 0
    }
    if count & 3 != 0 { hash ^= scrambled(block) }
    hash ^= count
    hash = (hash ^ (hash >> 16)) &* 0x85EB_CA6B
    hash = (hash ^ (hash >> 13)) &* 0xC2B2_AE35
    return hash ^ (hash >> 16)
  }

  private static func scrambled(_ block: UInt32) -> UInt32 { rotated(block &* 0xCC9E_2D51, by: 15) &* 0x1B87_3593 }

  private static func rotated(_ value: UInt32, by bits: UInt32) -> UInt32 { value << bits | value >> (32 - bits) }
}
