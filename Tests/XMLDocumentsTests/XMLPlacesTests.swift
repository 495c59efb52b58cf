import Testing

@testable import XMLDocuments

@Suite struct XMLPlacesTests {
  @Test func `each element has the place of its tag, content and attributes`() throws {
    let text = """
      <?xml version="1.0"?>
      <!-- <not> an element -->
      <a x = "1>2" y='"'>
        <b/><![CDATA[<c>]]>
        <d id="q"> &gt; 5 </d>
      </a>
      """
    let bytes = Array(text.utf8)
    let root = try XMLDocument(bytes).root()
    let places = XMLPlaces(bytes)
    #expect(places.elements.count == 3)
    func slice(_ range: Range<Int>?) -> String { range.map { String(decoding: bytes[$0], as: UTF8.self) } ?? "none" }
    let first = places[root]
    #expect(slice(first?.attributes["x"]) == "1>2")
    #expect(slice(first?.attributes["y"]) == "\"")
    #expect(slice(first?.tag) == "<a x = \"1>2\" y='\"'>")
    let inner = try #require(root.first("d"))
    #expect(inner.ordinal == 2)
    #expect(slice(places[inner]?.content) == " &gt; 5 ")
    #expect(slice(places[inner]?.attributes["id"]) == "q")
    #expect(places[root.children[0]]?.content.isEmpty == true)
  }

  @Test func `places of what is cut off end with the bytes`() {
    for text in ["<a", "<a b='", "<!--", "<a>", "<", "</a>", "<a/"] {
      let places = XMLPlaces(Array(text.utf8))
      #expect(
        places.elements.allSatisfy { $0.tag.upperBound <= text.utf8.count && $0.content.upperBound <= text.utf8.count })
    }
  }
}
