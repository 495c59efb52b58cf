import AuditLedger
import Digests
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct FindingMakerTests {
  @Test func `an observation becomes a finding with name, pseudonyms and the words of its control`() throws {
    let finding = try #require(try Samples.findings([Samples.observation(keys: ["7", "70"])]).first)
    #expect(finding.status == .new && finding.title == "Withdrawn consent ends the use" && finding.severity == .high)
    #expect(finding.sample == ["7", "70"].map { Samples.key.pseudonym(of: $0) })
    let name = fingerprint(
      pack: "gdpr", control: "withdrawal", asset: Samples.sends, locus: Locus(), reason: .withdrawn)
    #expect(finding.fingerprint == name)
    #expect(
      finding.evidenceDigest
        == evidenceDigest(
          verdict: finding.verdict, counts: finding.counts, sample: finding.sample, salt: Samples.key.salt(for: name)))
  }

  @Test func `no raw key is in a finding`() throws {
    let finding = try Samples.findings([Samples.observation(keys: ["canary-1@example.org", "canary-2"])])
    #expect(!String(reflecting: finding).contains("canary"))
    #expect(!"\(Samples.observation(keys: ["canary-3"]))".contains("canary"))
  }

  /// A table in the order that semantics section 9 asks for: severity descending, control, asset, locus, reason, by bytes.
  @Test func `the order is the one of section 9`() throws {
    let rows: [(Severity, String, Asset, Locus, Reason)] = [
      (.critical, "z", .rule(set: "z", rule: nil), Locus(attribute: "z"), .wrongKind),
      (.high, "B", Samples.sends, Locus(), .withdrawn), (.high, "a", Samples.rule, Locus(), .withdrawn),
      (.high, "a", Samples.people, Locus(), .expired), (.high, "a", Samples.people, Locus(), .withdrawn),
      (.high, "a", Samples.people, Locus(attribute: "Z"), .dead),
      (.high, "a", Samples.people, Locus(attribute: "a"), .dead),
      (.high, "a", Samples.people, Locus(attribute: "é"), .dead), (.high, "é", Samples.rule, Locus(), .dead),
      (.medium, "a", Samples.sends, Locus(), .dead), (.low, "a", Samples.sends, Locus(), .dead),
      (.info, "a", Samples.sends, Locus(), .dead),
    ]
    let severities = rows.map(\.0)
    let observations = rows.enumerated().map { index, row in
      Observation(
        pack: "p\(index)", control: row.1, asset: row.2, locus: row.3, verdict: .violation(row.4))
    }
    var random = SplitMix64(seed: 4)
    for _ in 0..<50 {
      let findings = try FindingMaker(key: Samples.key).findings(of: observations.shuffled(using: &random)) { pack, _ in
        Int(pack.dropFirst()).map { Samples.facts(severities[$0]) }
      }
      #expect(findings.map(\.pack) == observations.map(\.pack))
    }
  }

  @Test func `observations of one fingerprint become one finding`() throws {
    let first = Samples.observation(
      counts: Counts(uses: 3, subjects: 2, first: Samples.instant("2026-01-02"), last: Samples.instant("2026-01-03")),
      keys: ["b", "d"])
    let second = Samples.observation(
      counts: Counts(uses: 4, subjects: 4, first: Samples.instant("2026-01-01"), last: Samples.instant("2026-01-02")),
      keys: ["a", "b"])
    for pair in [[first, second], [second, first]] {
      let finding = try #require(try Samples.findings(pair).first)
      #expect(try Samples.findings(pair).count == 1)
      #expect(
        finding.counts
          == Counts(
            uses: 7, subjects: 4, first: Samples.instant("2026-01-01"), last: Samples.instant("2026-01-03")))
      #expect(finding.sample == ["a", "b"].map { Samples.key.pseudonym(of: $0) })
    }
  }

  @Test func `the graver verdict stays`() throws {
    let pair = [
      Samples.observation(verdict: .unverifiable(.withdrawn)), Samples.observation(verdict: .violation(.withdrawn)),
    ]
    #expect(try Samples.findings(pair).map(\.verdict) == [.violation(.withdrawn)])
  }

  @Test func `no finding is lost in silence`() {
    #expect(throws: FindingError.unknownControl(pack: "gdpr", control: "withdrawal")) {
      try FindingMaker(key: Samples.key).findings(of: [Samples.observation()]) { _, _ in nil }
    }
    #expect(throws: FindingError.compliant(control: "withdrawal")) {
      try Samples.findings([Samples.observation(verdict: .compliant)])
    }
  }
}
