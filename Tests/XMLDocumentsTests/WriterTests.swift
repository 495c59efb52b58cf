import ProvisoTesting
import Testing
import XMLDocuments

@Suite struct WriterTests {
  @Test func `elements are indented and text stays as it is`() throws {
    var writer = try XMLWriter()
    writer.start("report", namespace: "urn:x")
    writer.attribute("name", "a<b>&\"c\"")
    writer.attribute("absent", String?.none)
    writer.attribute("count", 7)
    writer.element("title", " <two>\n lines ")
    writer.element("absent", nil)
    writer.start("empty")
    writer.end()
    writer.end()
    let expected = """
      <?xml version="1.0" encoding="UTF-8"?>
      <report xmlns="urn:x" name="a&lt;b&gt;&amp;&quot;c&quot;" count="7">
        <title> &lt;two&gt;
       lines </title>
        <empty/>
      </report>

      """
    #expect(String(decoding: try writer.finish(), as: UTF8.self) == expected)
  }

  @Test func `what is left open is closed`() throws {
    var writer = try XMLWriter()
    writer.start("a")
    writer.start("b")
    #expect(try XMLDocument(writer.finish()).root().children.map(\.name) == ["b"])
  }

  @Test func `calls out of order fail instead of writing nonsense`() throws {
    func unbalanced() throws -> [UInt8] {
      var writer = try XMLWriter()
      writer.start("a")
      writer.end()
      writer.end()
      return try writer.finish()
    }
    #expect(throws: XMLFailure.self) { try unbalanced() }
  }

  private func written(_ text: String) throws -> XMLElement {
    var writer = try XMLWriter()
    writer.start("a")
    writer.attribute("k", text)
    writer.element("b", text)
    writer.end()
    return try XMLDocument(writer.finish()).root()
  }

  @Test func `any text is well-formed, and comes back cleaned, in attribute and element alike`() throws {
    var random = SplitMix64(seed: 77)
    for _ in 0..<2000 {
      var view = String.UnicodeScalarView()
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        let limit: UInt32 = random.oneIn(2) ? 0x40 : 0x11_0000
        if let scalar = Unicode.Scalar(UInt32.random(in: 0..<limit, using: &random)) { view.append(scalar) }
      }
      let text = String(view)
      let root = try written(text)
      #expect(Array((root.attributes["k"] ?? "nothing").utf8) == Array(XMLText.clean(text).utf8))
      #expect(Array((root.first("b")?.text ?? "nothing").utf8) == Array(XMLText.clean(text).utf8))
    }
  }

  static let cleaned: [(String, String)] = [
    ("", ""), ("plain é 語 😀", "plain é 語 😀"), ("\t\n\r", "\t\n\r"), ("a\u{0}b", "a\u{FFFD}b"),
    ("\u{1B}[31m", "\u{FFFD}[31m"), ("\u{FFFE}\u{FFFF}", "\u{FFFD}\u{FFFD}"), ("\u{7F}\u{85}", "\u{7F}\u{85}"),
    ("\u{10FFFF}", "\u{10FFFF}"), ("\u{B}\u{C}\u{1F}", "\u{FFFD}\u{FFFD}\u{FFFD}"),
  ]

  @Test(arguments: cleaned)
  func `only what XML forbids is replaced`(text: String, expected: String) {
    #expect(Array(XMLText.clean(text).utf8) == Array(expected.utf8))
  }

  @Test func `a lone surrogate from JSON or UTF-16 is a replacement character already`() throws {
    let text = String(decoding: [0x61, 0xD800, 0x62] as [UInt16], as: UTF16.self)
    #expect(try written(text).attributes["k"] == "a\u{FFFD}b")
  }
}
