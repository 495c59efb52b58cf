import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Keys, which are compared by eight bytes first.
@Suite struct NodeKeyTests {
  private static let keys = [
    "", "a", "ab", "abcdefg", "abcdefgh", "abcdefghi", "abcdefghj", "abcdefgh ", "abcdefghabcdefgh", "é", "日本語日本語",
    "with \\\"escape\\\"", "tab\\t", "\\u0061bc",
  ]

  @Test func `each key finds its own value and no other`() throws {
    let members = Self.keys.enumerated().map { "\"\($1)\": \($0)" }.joined(separator: ", ")
    let node = try SourceFixtures.json("{\(members)}")
    let names = try #require(node.entries).map(\.key)
    #expect(names.count == Self.keys.count)
    for (index, name) in names.enumerated() {
      #expect(node[name]?.value == .integer(Int64(index)), "\(name)")
      #expect(node[name + "x"] == nil)
      #expect(name.isEmpty || node[String(name.dropLast())].map { $0.value != .integer(Int64(index)) } != false)
    }
  }

  @Test(arguments: [
    #"{"abcdefgh1": 1, "abcdefgh2": 2, "abcdefgh1": 3}"#, #"{"é": 1, "b": 2, "é": 3}"#,
    "{\"\u{E9}\": 1, \"b\": 2, \"e\u{301}\": 3}", #"{"a\nb": 1, "b": 2, "a\u000ab": 3}"#, #"{"": 1, "b": 2, "": 3}"#,
  ])
  func `a key that stands twice is found however it is written`(_ text: String) throws {
    let fault = try SourceFixtures.fault { try SourceFixtures.json(text) }
    #expect(fault.message.hasSuffix("stands twice in one mapping"))
    let third = text.split(separator: ",", omittingEmptySubsequences: false)[2]
    #expect(fault.span?.column == text.unicodeScalars.count - third.unicodeScalars.count + 2)
  }

  @Test func `a key of an inner mapping is none of the outer one`() throws {
    let node = try SourceFixtures.json(#"{"a": {"b": 1, "é": 2}, "b": [{"a": 3}], "é": 4}"#)
    #expect(node["b"]?.elements?.count == 1)
    #expect(node["é"]?.value == .integer(4))
    #expect(node["a"]?["b"]?.value == .integer(1))
  }

  @Test(arguments: [1, 63, 64, 65, 200])
  func `a reader tells the keys that nobody asked for, however many there are`(_ count: Int) throws {
    let members = (0..<count).map { "\"k\($0)\": \($0)" }.joined(separator: ",\n")
    let file = try SourceFixtures.file("{\(members)}", path: "a.json")
    var problems = Problems(in: file)
    var fields = try #require(MappingReader(Node.json(file), "a thing", &problems))
    for number in 0..<count where number % 3 != 1 { #expect(fields.optional("k\(number)") != nil) }
    #expect(fields.optional("k\(count)") == nil)
    fields.finish(&problems)
    #expect(problems.diagnostics.map { $0.span?.line } == (0..<count).filter { $0 % 3 == 1 }.map { $0 + 1 })
  }

  @Test func `more keys and values than allowed are an error`() throws {
    let file = try SourceFixtures.file(#"{"a": [1, 2], "b": 3}"#)
    #expect(try Node.json(file, limit: 7).entries?.count == 2)
    let fault = try SourceFixtures.fault { try Node.json(file, limit: 6) }
    #expect(fault.message == "more than 6 keys and values in one file")
    #expect(fault.span?.column == 20)
  }

  @Test func `a tree made of others keeps their values and places`() throws {
    let inner = try SourceFixtures.json(#"{"a": [1, -0, 1.50, null, true, "\n", "é"]}"#)
    let entry = Node.Entry(key: "k", keyPosition: Node.Position(line: 3, column: 4), value: inner)
    let made = Node(.sequence([Node(.mapping([entry]), at: inner.position), inner]), at: inner.position)
    let copy = try #require(made.elements?.first?["k"])
    #expect(copy.plain == inner.plain)
    #expect(made.elements?.last?.plain == inner.plain)
    #expect(copy["a"]?.elements?.map(\.spelling) == inner["a"]?.elements?.map(\.spelling))
    #expect(copy["a"]?.elements?.map(\.position) == inner["a"]?.elements?.map(\.position))
    #expect(copy["a"]?.elements?.map(\.length) == inner["a"]?.elements?.map(\.length))
    #expect(made.elements?.first?.entries?.first?.keyPosition == entry.keyPosition)
  }
}
