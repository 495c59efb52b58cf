import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Places that are worked out when somebody asks, against a walk from the start of the text.
@Suite struct SourceLinesTests {
  private static func naive(_ scalars: [Unicode.Scalar], _ count: Int) -> Node.Position {
    var (line, column) = (1, 1)
    for scalar in scalars.prefix(count) {
      if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
    }
    return Node.Position(line: line, column: column)
  }

  @Test(arguments: [["a", "b", "\n"], ["a", "é", "😀", "\n"], ["日", "本"], ["\u{1}", "\n", "\r", "\u{7F}"]])
  func `line and column of every scalar are those of a walk`(_ alphabet: [String]) throws {
    for seed in 0..<4 {
      var generator = SplitMix64(seed: UInt64(seed))
      // Longer than what is counted at once.
      let length = Int.random(in: 0...900, using: &generator)
      let text = (0..<length).compactMap { _ in generator.pick(alphabet) }.joined()
      let (file, scalars) = (try SourceFixtures.file(text), Array(text.unicodeScalars))
      var offset = 0
      for (index, scalar) in scalars.enumerated() {
        #expect(file.position(ofByte: offset) == Self.naive(scalars, index), "seed \(seed), scalar \(index)")
        offset += UTF8.width(scalar)
      }
      #expect(file.position(ofByte: offset) == Self.naive(scalars, scalars.count))
    }
  }

  @Test func `lines are those between line feeds, without a carriage return before one`() throws {
    let file = try SourceFixtures.file("one\r\n\ntwölf\nlast")
    #expect((0...5).map(file.line) == ["", "one", "", "twölf", "last", ""])
    #expect(try SourceFixtures.file("").line(1).isEmpty)
  }

  @Test(arguments: 0..<20) func `a NUL is found wherever it stands`(_ place: Int) throws {
    var bytes = Array(repeating: UInt8(ascii: "a"), count: 19)
    bytes.insert(0, at: place)
    let error = #expect(throws: InputError.self) { try SourceFile(path: "a", bytes: bytes) }
    #expect(error?.diagnostics.first?.span?.column == place + 1)
  }

  @Test func `the length of a text in columns counts scalars as they are written`() throws {
    let node = try SourceFixtures.json(#"["é😀", "\u00e9", "plain"]"#)
    #expect(node.elements?.map(\.length) == [4, 8, 7])
    #expect(node.elements?.map(\.position.column) == [2, 8, 18])
  }
}
