import Testing
import XMLDocuments

@Suite struct ParserTests {
  private func failure(_ bytes: [UInt8], sizeLimit: Int = XMLDocument.sizeLimit) -> XMLFailure? {
    do {
      _ = try XMLDocument(bytes, sizeLimit: sizeLimit)
      return nil
    } catch {
      return error
    }
  }

  @Test func `elements, attributes, text and lines are read`() throws {
    let text = "<a xmlns='urn:x' k='1 &lt; 2'>\n  <b>one<!-- no --> two</b>\n  <b><![CDATA[<three>]]></b><c/></a>"
    let root = try XMLDocument(Array(text.utf8)).root()
    #expect(root.name == "a" && root.namespace == "urn:x" && root.attributes == ["k": "1 < 2"] && root.line == 1)
    #expect(root.all("b").map(\.text) == ["one two", "<three>"])
    #expect(root.all("b").map(\.line) == [2, 3])
    #expect(root.first("c")?.children == [] && root.first("d") == nil)
  }

  @Test func `an empty document is told as empty`() {
    #expect(failure([])?.kind == .empty)
  }

  @Test func `a document beyond the limit is refused before it is read`() {
    #expect(failure(Array("<a></a>".utf8), sizeLimit: 7) == nil)
    #expect(failure(Array("<a></a>".utf8), sizeLimit: 6)?.kind == .tooLarge)
  }

  static let malformed: [(String, Int)] = [
    (" ", 1), ("no markup", 1), ("<a>", 1), ("<a>\n<b>\n</a>", 3), ("<a/><b/>", 1), ("<a k=1/>", 1),
    ("<a k='1' k='2'/>", 1), ("<a>&nope;</a>", 1), ("<a>&#0;</a>", 1), ("<a>\u{1}</a>", 1), ("<p:a/>\n<", 2),
    ("<a>\n\n<!-- -- --></a>", 3),
  ]

  @Test(arguments: malformed)
  func `what is not well-formed is refused with its line`(text: String, line: Int) {
    let found = failure(Array(text.utf8))
    #expect(found?.kind == .malformed && found?.line == line)
    #expect(found.map { !$0.message.isEmpty && !$0.message.contains("\n") } == true)
  }

  @Test func `bytes that are no UTF-8 are refused`() {
    #expect(failure(Array("<a>".utf8) + [0xFF, 0xFE] + Array("</a>".utf8))?.kind == .malformed)
    #expect(failure(Array("<a>".utf8) + [0xC3] + Array("</a>".utf8))?.kind == .malformed)
  }

  @Test func `UTF-16 with its mark is read`() throws {
    let bytes: [UInt8] = [0xFF, 0xFE] + "<a>é</a>".utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
    #expect(try XMLDocument(bytes).root().text == "é")
  }

  @Test func `no cut document passes`() {
    let whole = Array("<?xml version=\"1.0\"?><a k=\"v\"><b>text</b><!-- c --><c/></a>".utf8)
    #expect(failure(whole) == nil)
    for length in 0..<whole.count { #expect(failure(Array(whole[..<length])) != nil, "cut at \(length)") }
  }

  @Test func `depth has a limit`() {
    let deep = String(repeating: "<a>", count: 5000) + String(repeating: "</a>", count: 5000)
    #expect(failure(Array(deep.utf8))?.kind == .malformed)
  }

  static let doctypes = [
    // An entity bomb.
    "<!DOCTYPE a [<!ENTITY x 'ha'><!ENTITY y '&x;&x;&x;&x;'><!ENTITY z '&y;&y;&y;&y;'>]><a>&z;</a>",
    "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>",
    "<!DOCTYPE a [<!ENTITY % x SYSTEM 'http://127.0.0.1:9/x'> %x;]><a/>",
    "<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>",
    "<!DOCTYPE a PUBLIC '-//W3C//DTD XHTML 1.0//EN' 'http://127.0.0.1:9/dtd'><a/>", "<!DOCTYPE a><a/>",
    "<!DOCTYPE a [<!ATTLIST a k CDATA 'added'>]><a/>",
  ]

  @Test(arguments: doctypes)
  func `a document type is refused, and with it bombs and external entities`(text: String) {
    #expect(failure(Array(text.utf8))?.kind == .documentType)
  }

  @Test func `a stylesheet instruction is nothing to follow`() throws {
    let text = "<?xml-stylesheet href='file:///etc/passwd'?><a/>"
    #expect(try XMLDocument(Array(text.utf8)).root().name == "a")
  }

  @Test func `inclusions are not followed`() throws {
    let text = "<a xmlns:xi='http://www.w3.org/2001/XInclude'><xi:include href='file:///etc/passwd' parse='text'/></a>"
    let root = try XMLDocument(Array(text.utf8)).root()
    #expect(root.children.count == 1 && root.children[0].text.isEmpty)
  }
}
