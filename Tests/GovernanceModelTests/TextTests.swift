import GovernanceModel
import Testing

@Suite struct `Names and masks` {
  private static let words = ["maxAge", "minds", "kinds", "grace", "grantLevels", "notice"]

  @Test(arguments: [
    ("maxage", "maxAge"), ("maxAeg", "maxAge"), ("mxAge", "maxAge"), ("kindz", "kinds"), ("grantLevel", "grantLevels"),
    ("mind", "minds"), ("notcie", "notice"),
  ])
  func `A slip finds its word`(_ slip: String, _ expected: String) {
    #expect(nearestName(to: slip, among: Self.words) == expected)
  }

  @Test(arguments: ["", "retention", "xyz", "age"])
  func `What is far from every word finds none`(_ name: String) {
    #expect(nearestName(to: name, among: Self.words) == nil)
  }

  @Test func `Of equals the first in byte order is told, whatever the order of candidates`() {
    #expect(nearestName(to: "abx", among: ["abz", "aby"]) == "aby")
    #expect(nearestName(to: "abx", among: ["aby", "abz"]) == "aby")
    #expect(nearestName(to: "abx", among: []) == nil)
  }

  @Test func `A redacted value never shows itself`() {
    let canary = "canary-4711@example.org"
    let redacted = Redacted(canary)
    var dumped = ""
    dump(redacted, to: &dumped)
    struct Holder { var secret: Redacted<String> }
    let shown = [
      "\(redacted)", String(describing: redacted), String(reflecting: redacted), dumped,
      String(reflecting: Holder(secret: redacted)), "\([redacted])", "\(Optional(redacted) as Any)",
    ]
    for text in shown { #expect(!text.contains("canary"), "\(text.count) characters") }
    #expect(redacted.disclosed == canary && redacted == Redacted(canary))
  }
}
