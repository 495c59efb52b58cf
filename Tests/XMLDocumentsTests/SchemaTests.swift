import Testing
import XMLDocuments

@Suite struct SchemaTests {
  private static let text = """
    <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
      <xs:element name="people"><xs:complexType><xs:sequence>
        <xs:element name="person" maxOccurs="unbounded"><xs:simpleType><xs:restriction base="xs:string">
          <xs:pattern value="p:[0-9]+"/></xs:restriction></xs:simpleType></xs:element>
      </xs:sequence><xs:attribute name="n" type="xs:int"/></xs:complexType></xs:element>
    </xs:schema>
    """

  private func problems(_ document: String, limit: Int = 20) throws -> [XMLProblem] {
    try XMLSchema(Array(Self.text.utf8)).problems(in: XMLDocument(Array(document.utf8)), limit: limit)
  }

  @Test func `a valid document has no problems`() throws {
    #expect(try problems("<people n='2'><person>p:1</person><person>p:2</person></people>").isEmpty)
  }

  @Test func `each problem has its line`() throws {
    let found = try problems("<people n='x'>\n<person>p:1</person>\n<person>alice</person>\n<dog/></people>")
    #expect(Set(found.map(\.line)) == [1, 3, 4])
    #expect(found.contains { $0.message.contains("dog") })
  }

  @Test(arguments: [
    "<people n='2'><person>p:1</person></people>",
    "<people n='x'>\n<person>p:1</person>\n<person>alice</person>\n<dog/></people>",
    "<people/>", "<dog/>", "<people><person>p:1</person><person/></people>",
  ])
  func `an own text has the problems of its tree`(document: String) throws {
    let schema = try XMLSchema(Array(Self.text.utf8))
    let found = try schema.problems(inOwn: Array(document.utf8))
    #expect(found.map(\.withoutValues) == (try problems(document)).map(\.withoutValues))
    #expect(found.map(\.line) == (try problems(document)).map(\.line))
  }

  @Test func `an own text that is cut off is not valid`() throws {
    let schema = try XMLSchema(Array(Self.text.utf8))
    #expect(!(try schema.problems(inOwn: Array("<people><person>p:1</person>".utf8))).isEmpty)
  }

  @Test func `the number of problems is bounded`() throws {
    let many = String(repeating: "<person>x</person>", count: 100)
    #expect(try problems("<people>\(many)</people>", limit: 3).count == 3)
  }

  @Test func `a message without values names place and rule only`() throws {
    let found = try problems("<people n='secret-a'><person>secret-b</person><person>p:1</person></people>")
    #expect(found.contains { $0.message.contains("secret") })
    #expect(!found.contains { $0.withoutValues.contains("secret") })
    #expect(found.contains { $0.withoutValues == "Element 'person' breaks [facet 'pattern']" })
    #expect(found.contains { $0.withoutValues == "Element 'people', attribute 'n' is not as the schema asks" })
  }

  @Test(arguments: ["<a/>", "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'><xs:nonsense/></xs:schema>"])
  func `what is no schema is refused`(text: String) {
    #expect { _ = try XMLSchema(Array(text.utf8)) } throws: { ($0 as? XMLFailure)?.kind == .schema }
  }

  @Test(
    arguments: [
      "<xs:include schemaLocation='/etc/passwd'/>", "<xs:redefine schemaLocation='/etc/passwd'/>",
      "<xs:import namespace='urn:y' schemaLocation='http://127.0.0.1:9/y.xsd'/>",
    ])
  func `a schema that reads other files is refused`(part: String) {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema'>\(part)</xs:schema>"
    #expect { _ = try XMLSchema(Array(text.utf8)) } throws: {
      ($0 as? XMLFailure)?.message == "a schema that reads other files is not accepted"
    }
  }
}
