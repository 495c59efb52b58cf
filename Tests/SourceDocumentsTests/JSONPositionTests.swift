import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Random documents, written with the place of every value noted down.
@Suite struct JSONPositionTests {
  /// Writes JSON with random blanks, and notes where each value and key begins.
  struct Writer {
    var generator: SplitMix64
    var text = String.UnicodeScalarView()
    var line = 1
    var column = 1
    var places: [String] = []

    init(generator: SplitMix64) { self.generator = generator }

    mutating func put(_ string: String) {
      for scalar in string.unicodeScalars {
        text.append(scalar)
        if scalar == "\n" { (line, column) = (line + 1, 1) } else { column += 1 }
      }
    }

    mutating func blanks() {
      for _ in 0..<Int.random(in: 0...2, using: &generator) {
        put(generator.pick([" ", "\n", "\t", "\r\n", "  "]) ?? " ")
      }
    }

    mutating func string() -> String {
      let parts = ["a", "é", "😀", #"\n"#, #"é"#, #"\ud83d\ude00"#, "long enough for the heap ", "日本", "'", "{"]
      return "\"" + (0..<Int.random(in: 0...4, using: &generator)).compactMap { _ in generator.pick(parts) }.joined()
        + "\""
    }

    mutating func value(_ depth: Int) {
      let (row, start) = (line, column)
      switch Int.random(in: 0..<(depth > 4 ? 4 : 6), using: &generator) {
      case 0: scalar(string(), row, start)
      case 1: scalar("\(Int.random(in: -1000...1000, using: &generator))", row, start)
      case 2: scalar(generator.pick(["true", "false", "null"]) ?? "null", row, start)
      case 3: scalar("\(Int.random(in: 0...99, using: &generator)).25", row, start)
      case 4:
        places.append("\(row):\(start)+1")
        list("[", "]") { $0.value(depth + 1) }
      default:
        places.append("\(row):\(start)+1")
        var number = 0
        list("{", "}") { writer in
          number += 1
          writer.places.append("key \(writer.line):\(writer.column)")
          writer.put("\"k\(number)")
          writer.put(String(writer.string().dropFirst()))
          writer.blanks()
          writer.put(":")
          writer.blanks()
          writer.value(depth + 1)
        }
      }
    }

    private mutating func scalar(_ text: String, _ row: Int, _ start: Int) {
      put(text)
      places.append("\(row):\(start)+\(text.unicodeScalars.count)")
    }

    private mutating func list(_ open: String, _ close: String, _ element: (inout Writer) -> Void) {
      put(open)
      blanks()
      for index in 0..<Int.random(in: 0...4, using: &generator) {
        if index > 0 { put(",") }
        blanks()
        element(&self)
        blanks()
      }
      put(close)
    }
  }

  private static func places(of node: Node) -> [String] {
    let own = "\(node.position.line):\(node.position.column)+\(node.length)"
    let inner = (node.elements ?? []).flatMap(places)
    let members = (node.entries ?? []).flatMap { entry in
      ["key \(entry.keyPosition.line):\(entry.keyPosition.column)"] + places(of: entry.value)
    }
    return [own] + inner + members
  }

  @Test func `every value and key is where it was written`() throws {
    for seed in 0..<400 {
      var writer = Writer(generator: SplitMix64(seed: UInt64(seed)))
      writer.blanks()
      writer.value(0)
      writer.blanks()
      let text = String(writer.text)
      let node = try SourceFixtures.json(text)
      #expect(Self.places(of: node) == writer.places, "seed \(seed)")
      #expect(try SourceFixtures.json(node.jsonText).plain == node.plain, "jsonText reads back, seed \(seed)")
    }
  }

  @Test func `JSON is YAML: both readers see the same`() throws {
    for seed in 400..<600 {
      var writer = Writer(generator: SplitMix64(seed: UInt64(seed)))
      writer.value(0)
      let text = SourceFixtures.forYAML(String(writer.text))
      #expect(try SourceFixtures.yaml(text).plain == SourceFixtures.json(text).plain, "seed \(seed): \(text)")
    }
  }

  @Test func `cutting a document anywhere is an error, never a crash`() throws {
    var writer = Writer(generator: SplitMix64(seed: 7))
    writer.put("[")
    for _ in 0..<20 {
      writer.value(1)
      writer.put(",")
    }
    writer.put("1]")
    let bytes = Array(String(writer.text).utf8)
    for length in 1..<bytes.count {
      guard let file = try? SourceFile(path: "cut.json", bytes: Array(bytes.prefix(length))) else { continue }
      #expect(throws: InputError.self) { try Node.json(file) }
    }
  }

  @Test func `any change of a byte is read or refused, never a crash`() throws {
    var generator = SplitMix64(seed: 99)
    var writer = Writer(generator: generator)
    writer.value(0)
    for _ in 0..<3_000 {
      var bytes = Array("[{\"a\": [1.5e3, \"\\u00e9\", true]}, null, -7]".utf8)
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        let place = Int.random(in: bytes.indices, using: &generator)
        bytes[place] = UInt8.random(in: 1...127, using: &generator)
      }
      guard let file = try? SourceFile(path: "changed.json", bytes: bytes) else { continue }
      if let node = try? Node.json(file) { #expect(try SourceFixtures.json(node.jsonText).plain == node.plain) }
    }
  }
}

extension SourceFixtures {
  /// YAML has no surrogate pairs, and wants a key and its colon in one line.
  static func forYAML(_ json: String) -> String {
    var text = json.replacing(#"\ud83d\ude00"#, with: "😀")
    text.unicodeScalars.replace("\r\n".unicodeScalars, with: " ".unicodeScalars)
    text.unicodeScalars.replace("\n".unicodeScalars, with: " ".unicodeScalars)
    return text
  }
}
