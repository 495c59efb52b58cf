import GovernanceModel
import Testing

@Suite struct `Keys of a taxonomy` {
  @Test(arguments: [
    ("marketing.communications", "marketing", true), ("marketing", "marketing", true),
    ("marketing", "marketing.communications", false), ("marketingx", "marketing", false),
    ("marketing-x.y", "marketing", false), ("", "", true), ("a.", "a", true),
  ])
  func `Below means below a dot`(_ key: String, _ other: String, _ expected: Bool) {
    #expect(DataUse(key).isSameOrBelow(DataUse(other)) == expected)
  }

  @Test func `A lineage goes up to the first segment`() {
    let key = DataCategory("user.contact.email")
    #expect(key.lineage.map(\.key) == ["user.contact.email", "user.contact", "user"])
    #expect(key.depth == 3 && DataCategory("user").depth == 1)
    #expect(DataCategory("user").parent == nil)
  }

  @Test func `The root covers every use and lies below none`() {
    #expect(DataUse("marketing").isCovered(by: .every) && DataUse.every.isCovered(by: .every))
    #expect(!DataUse.every.isCovered(by: DataUse("marketing")))
    #expect(!DataUse("marketing").isSameOrBelow(.every))
  }

  @Test func `Order is that of the bytes`() {
    let keys = ["b", "a.b", "a-b", "B", "é", "z"].map { DataUse($0) }
    #expect(keys.sorted().map(\.key) == ["B", "a-b", "a.b", "b", "z", "é"])
  }

  @Test(arguments: [
    ("Legitimate interests", LegalBasis.legitimateInterests), ("legitimateInterest", .legitimateInterests),
    ("Consent", .consent), ("Contract", .contract), ("Legal obligations", .legalObligation),
    ("Vital Interests", .vitalInterests), ("public interest", .publicInterest),
  ])
  func `A legal basis is read by the names in use`(_ name: String, _ expected: LegalBasis) {
    #expect(LegalBasis(named: name) == expected)
  }

  @Test(arguments: ["", "interest", "because", "consents to"])
  func `What is no legal basis is refused`(_ name: String) { #expect(LegalBasis(named: name) == nil) }

  @Test func `A violation outweighs what is unverifiable, and that what is compliant`() {
    let all: [Verdict] = [.compliant, .unverifiable(.sameDay), .violation(.withdrawn)]
    for (index, verdict) in all.enumerated() {
      for (other, against) in all.enumerated() {
        #expect(verdict.combined(with: against) == all[max(index, other)])
      }
    }
    #expect(Verdict.violation(.refused).combined(with: .violation(.withdrawn)) == .violation(.refused))
    #expect(Severity.low < .medium && Severity.info < .low && Severity.high < .critical)
  }
}
