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

  @Test(arguments: [
    ("", "\"\""), ("plain text", "\"plain text\""), ("é 漢 🙂", "\"é 漢 🙂\""), ("a\"b\\c", #""a\"b\\c""#),
    ("\n\r\t", #""\n\r\t""#), ("\u{0}\u{1F}", #""\u0000\u001f""#),
  ])
  func `A JSON string escapes what it must and nothing else`(_ text: String, _ expected: String) {
    var bytes: [UInt8] = []
    bytes.appendJSON(text)
    #expect(String(decoding: bytes, as: UTF8.self) == expected)
  }

  @Test func `An order of texts is that of their bytes, the first text first`() {
    let texts = ["", "\0", "\0\0", "a", "a\0", "a\0b", "aa", "ab", "b", "é", "\u{FFFF}", "🙂"]
    for (left, first) in texts.enumerated() {
      for (right, second) in texts.enumerated() {
        #expect((TextOrderKey(first) < TextOrderKey(second)) == (left < right))
        #expect((TextOrderKey(first, "z") < TextOrderKey(second, "")) == (left < right))
      }
    }
    #expect(TextOrderKey("a", "b") < TextOrderKey("a", "c") && TextOrderKey("a") < TextOrderKey("a", ""))
  }
}
