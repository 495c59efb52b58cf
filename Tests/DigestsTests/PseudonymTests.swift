import Digests
import GovernanceModel
import ProvisoTesting
import Testing

/// The expected values were computed with Python's hashlib and hmac from the documented form.
@Suite struct PseudonymTests {
  private static let key = PseudonymKey(Array(0...31))
  private static let fingerprint = "fp1:76e7ee7eca0c7e848b9931f0cddf22ef2861a1834b0c9c8ae510278174b23bee"

  @Test func `a pseudonym is a cut HMAC under the project's key`() {
    #expect(Self.key.name == "630dcd29")
    #expect(Self.key.pseudonym(of: "7") == "p:43c875c1027e0bb60b3c5e055d7245be")
    #expect(Self.key.pseudonym(of: "zoë@example.org") == "p:ff958475060559cb1b5a76024c406f66")
  }

  @Test func `another key gives other pseudonyms`() {
    #expect(PseudonymKey(Array(1...32)).pseudonym(of: "7") != Self.key.pseudonym(of: "7"))
  }

  @Test func `a pseudonym shows nothing of its subject`() {
    var random = SplitMix64(seed: 9)
    for _ in 0..<500 {
      let subject = "canary-\(random.next())"
      let pseudonym = Self.key.pseudonym(of: subject)
      #expect(pseudonym.utf8.count == 34)
      #expect(pseudonym.dropFirst(2).utf8.allSatisfy { "0123456789abcdef".utf8.contains($0) })
    }
  }

  @Test func `the evidence digest can be computed by who holds the key`() {
    let salt = Self.key.salt(for: Self.fingerprint)
    #expect(salt == "6d4a03961ad82082b4f95de9f144db3f55e1fc157ce8ceae31ba693be4484534")
    let sample = ["0", "1"].map { "p:" + String(repeating: $0, count: 32) }
    let counts = Counts(uses: 214, subjects: 97, first: Instant(microseconds: 1_489_017_600_000_000))
    let digest = evidenceDigest(verdict: .violation(.withdrawn), counts: counts, sample: sample, salt: salt)
    #expect(digest == "8a1b7cec4812467649b7a104d2d6e7a9db2ac92ef3ebf76d49bb725608d8f595")
  }

  @Test func `every part of the evidence counts`() {
    func digest(
      _ verdict: Verdict = .violation(.withdrawn), _ counts: Counts = Counts(uses: 1), _ sample: [String] = ["p:a"],
      _ salt: String = "s"
    ) -> String { evidenceDigest(verdict: verdict, counts: counts, sample: sample, salt: salt) }
    let all = [
      digest(), digest(.unverifiable(.withdrawn)), digest(.violation(.expired)),
      digest(.violation(.withdrawn), Counts(records: 1)), digest(.violation(.withdrawn), Counts(subjects: 1)),
      digest(.violation(.withdrawn), Counts()), digest(.violation(.withdrawn), Counts(uses: 1), ["p:b"]),
      digest(.violation(.withdrawn), Counts(uses: 1), []),
      digest(.violation(.withdrawn), Counts(uses: 1), ["p:a"], "t"),
      digest(.violation(.withdrawn), Counts(uses: 1), ["p:a", ""]),
      digest(.violation(.withdrawn), Counts(uses: 1, first: Instant(microseconds: 0))),
      digest(.violation(.withdrawn), Counts(uses: 1, last: Instant(microseconds: 0))),
    ]
    #expect(Set(all).count == all.count)
  }
}
