import ConsentSignals
import ProvisoTesting

/// Decodes generated, changed and random strings; whatever can be decoded must come back when it is written and read again.
@main enum SignalFuzz {
  static func main() {
    let count = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 10_000_000
    var random = SplitMix64(seed: 2026)
    let pool = RandomSignals.pool(&random)
    var (decoded, refused) = (0, 0)
    for number in 1...max(1, count) {
      let text = RandomSignals.text(&random, from: pool)
      do {
        let signal = try ConsentSignal(decoding: text)
        precondition(isStable(signal), "input \(number) changes when it is written again")
        decoded += 1
      } catch { refused += 1 }
      if number % 1_000_000 == 0 { print("\(number) inputs, \(decoded) decoded, \(refused) refused") }
    }
    print("\(count) inputs without a crash: \(decoded) decoded, \(refused) refused")
  }

  private static func isStable(_ signal: ConsentSignal) -> Bool {
    switch signal {
    case .tcf(let string): (try? TCString(decoding: string.encoded))?.encoded == string.encoded
    case .gpp(let string): (try? GPPString(decoding: string.encoded))?.encoded == string.encoded
    case .usPrivacy(let string): (try? USPrivacyString(decoding: string.encoded[...])) == string
    case .legacyTCF, .section, .gcs, .gcd: true
    }
  }
}
