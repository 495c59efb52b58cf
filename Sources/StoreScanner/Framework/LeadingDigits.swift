/// The beginning of a number's decimal text, without making the text: keys are ordered as their texts are.
enum LeadingDigits {
  private static let powersOfTen: InlineArray<20, UInt64> = [
    1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000, 10_000_000_000,
    100_000_000_000, 1_000_000_000_000, 10_000_000_000_000, 100_000_000_000_000, 1_000_000_000_000_000,
    10_000_000_000_000_000, 100_000_000_000_000_000, 1_000_000_000_000_000_000, 10_000_000_000_000_000_000,
  ]

  /// The first digits as bytes of ASCII, the first one in the highest byte, zero bytes after the last.
  ///
  /// - Parameter room: how many digits, at most eight.
  static func ascii(_ number: UInt64, _ room: Int) -> UInt64 {
    var (rest, digits) = (number, count(of: number))
    if digits > room {
      rest /= powersOfTen[digits - room]
      digits = room
    }
    // As if there were eight: those that are too many are cut off at the end.
    rest *= powersOfTen[8 - digits]
    // Eight digits at once: halves of four, then pairs of two, then digits, each lane divided by multiplying.
    var lanes = (rest / 10_000) << 32 | rest % 10_000
    let hundreds = (lanes * 5243) >> 19 & 0x0000_007F_0000_007F
    lanes = (hundreds << 16) + lanes - 100 * hundreds
    let tens = (lanes * 103) >> 10 & 0x000F_000F_000F_000F
    lanes = (tens << 8) + lanes - 10 * tens
    return (lanes | 0x3030_3030_3030_3030) & ~0 << UInt64(8 * (8 - digits))
  }

  private static func count(of number: UInt64) -> Int {
    // 1233 / 4096 is about the logarithm of two to the base of ten, and right but just below a power of ten.
    let digits = ((UInt64.bitWidth - number.leadingZeroBitCount) * 1233) >> 12
    return digits < powersOfTen.count && number >= powersOfTen[digits] ? digits + 1 : max(digits, 1)
  }
}
