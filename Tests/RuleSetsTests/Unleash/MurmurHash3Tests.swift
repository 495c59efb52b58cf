import RuleSets
import Testing

/// MurmurHash3_x86_32, from the vectors that implementations share.
@Suite struct MurmurHash3Tests {
  @Test(
    arguments: [
      ("", 0, 0), ("", 1, 0x514E_28B7), ("", 0xFFFF_FFFF, 0x81F1_6F39), ("aaaa", 0x9747_B28C, 0x5A97_808A),
      ("aaa", 0x9747_B28C, 0x283E_0130), ("aa", 0x9747_B28C, 0x5D21_1726), ("a", 0x9747_B28C, 0x7FA0_9EA6),
      ("Hello, world!", 0x9747_B28C, 0x2488_4CBA),
      ("The quick brown fox jumps over the lazy dog", 0x9747_B28C, 0x2FA8_26CD),
    ] as [(String, UInt32, UInt32)])
  func `the hash of a text with a seed`(text: String, seed: UInt32, expected: UInt32) {
    #expect(MurmurHash3.hash32(text.utf8, seed: seed) == expected)
  }
}
