import Digests
import GovernanceModel
import Testing

/// The expected values were computed with Python's hashlib, hmac and uuid from the documented form.
@Suite struct FingerprintTests {
  private static let sends = Asset.store("journey", collection: "campaign_sends", field: nil, rule: "18")
  private static let fixed = "fp1:76e7ee7eca0c7e848b9931f0cddf22ef2861a1834b0c9c8ae510278174b23bee"

  private func named(
    pack: String = "p", control: String = "c", asset: Asset = .rule(set: "s", rule: nil), locus: Locus = Locus(),
    reason: Reason = .withdrawn
  ) -> String {
    fingerprint(pack: pack, control: control, asset: asset, locus: locus, reason: reason)
  }

  @Test func `a fingerprint can be computed elsewhere`() {
    let locus = Locus(use: DataUse("marketing.communications.email"), channel: Channel("email"))
    let found = named(pack: "gdpr", control: "gdpr-7-3-withdrawal", asset: Self.sends, locus: locus)
    #expect(found == Self.fixed)
    #expect(NameUUID.finding(found).description == "cc6a9c33-f5ab-51a2-bf78-3626278da56c")
  }

  static let pairs: [(Asset, Asset)] = [
    (.store("a.b", collection: "c", field: nil, rule: nil), .store("a", collection: "b.c", field: nil, rule: nil)),
    (.store("a", collection: "b", field: "c", rule: nil), .store("a", collection: "b.c", field: nil, rule: nil)),
    (.store("a", collection: "b", field: nil, rule: "r"), .store("a", collection: "b/rule:r", field: nil, rule: nil)),
    (.store("a", collection: "b", field: nil, rule: nil), .store("a", collection: "b", field: "", rule: nil)),
    (.store("a%2Eb", collection: nil, field: nil, rule: nil), .store("a.b", collection: nil, field: nil, rule: nil)),
    (.rule(set: "a/b", rule: nil), .rule(set: "a", rule: "b")), (.rule(set: "a", rule: ""), .rule(set: "a", rule: nil)),
  ]

  @Test(arguments: pairs)
  func `names with dots and slashes cannot pose as other assets`(one: Asset, other: Asset) {
    #expect(named(asset: one) != named(asset: other))
  }

  @Test func `no text can move across the border of its part`() {
    #expect(named(pack: "ab", control: "c") != named(pack: "a", control: "bc"))
    #expect(named(pack: "a\u{0}", control: "b") != named(pack: "a", control: "\u{0}b"))
    #expect(lengthPrefixed(["a", "b"]) != lengthPrefixed(["ab"]))
    #expect(lengthPrefixed([""]) != lengthPrefixed([]))
    #expect(lengthPrefixed(["é"]) == [0, 0, 0, 0, 0, 0, 0, 2, 0xC3, 0xA9])
  }

  @Test func `an attribute is not a category of the same name`() {
    let loci = [
      Locus(attribute: "email"), Locus(category: DataCategory("email")), Locus(use: DataUse("email")),
      Locus(channel: Channel("email")), Locus(attribute: "email · email"),
      Locus(attribute: "email", category: DataCategory("email")),
    ]
    #expect(Set(loci.map { named(locus: $0) }).count == loci.count)
  }

  @Test func `each part counts`() {
    let all = [
      named(), named(pack: "q"), named(control: "d"), named(asset: .rule(set: "t", rule: nil)),
      named(locus: Locus(attribute: "a")), named(reason: .expired),
    ]
    #expect(Set(all).count == all.count)
    #expect(all.allSatisfy { $0.utf8.count == 68 && $0.hasPrefix("fp1:") })
  }

  @Test func `text that looks alike but differs in bytes is different`() {
    #expect(named(control: "e\u{301}") != named(control: "\u{E9}"))
  }
}
