import ProvisoTesting
import SourceDocuments
import Testing

@testable import ConsentSignals

/// The bit-level vectors of GPP's reference library.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct DataTypeVectorTests {
  @Test func `every data type is written as its vectors say`() throws {
    var count = 0
    for vector in try Vectors.load("gpp-datatype-vectors") where vector["op"]?.text == "encode" {
      guard let expected = vector["result"]?.text, let written = Self.encode(vector) else { continue }
      #expect(written == expected, "\(vector.jsonText)")
      count += 1
    }
    #expect(count >= 50)
  }

  @Test func `every data type is read as its vectors say, or refused`() throws {
    var count = 0
    for vector in try Vectors.load("gpp-datatype-vectors") where vector["op"]?.text == "decode" {
      let bits = vector["args"]?.elements.first?.text ?? ""
      count += 1
      guard var reader = BitStrings.reader(bits) else {
        #expect(vector["error"]?.isTrue ?? false, "\(vector.jsonText)")
        continue
      }
      let value = try? Self.decode(vector, &reader)
      if vector["error"]?.isTrue ?? false {
        #expect(value == nil || reader.remaining > 0, "\(vector.jsonText)")
      } else {
        #expect(value == vector["result"], "\(vector.jsonText)")
      }
    }
    #expect(count >= 50)
  }

  /// Nil where the value cannot be written at all.
  private static func encode(_ vector: JSONValue) -> String? {
    let arguments = vector["args"]?.elements ?? []
    guard let first = arguments.first else { return nil }
    let numbers = first.elements.compactMap(\.number)
    let width = arguments.count > 1 ? arguments[1].number ?? 0 : 0
    return BitStrings.written { writer in
      switch vector["type"]?.text {
      case "Boolean": writer.boolean(first.isTrue)
      case "FibonacciInteger": writer.fibonacci(first.number ?? 0)
      case "FibonacciIntegerRange": writer.fibonacciRanges(IdentifierSet(numbers))
      case "FixedIntegerRange": writer.fixedRanges(IdentifierSet(numbers))
      case "FixedBitfield": writer.booleans(first.elements.map(\.isTrue), width)
      case "FixedInteger": writer.integer(first.number ?? 0, width)
      case "FixedIntegerList": writer.integers(numbers, count: arguments[2].number ?? 0, width: width)
      default: writer.letters(first.text ?? "", width)
      }
    }
  }

  private static func decode(_ vector: JSONValue, _ reader: inout BitReader) throws -> JSONValue {
    let arguments = vector["args"]?.elements ?? []
    func list(_ numbers: [Int]) -> JSONValue { .array(numbers.map { .number(Double($0)) }) }
    switch vector["type"]?.text {
    case "Boolean": return .boolean(try reader.boolean("the bit"))
    case "FibonacciInteger": return .number(Double(try reader.fibonacci("the number")))
    case "FibonacciIntegerRange": return list(try reader.fibonacciRanges("the range").members)
    case "FixedIntegerRange":
      var set = IdentifierSet()
      try reader.fixedRanges(into: &set, greatest: nil, "the range")
      return list(set.members)
    case "FixedBitfield": return .array(try reader.booleans(reader.remaining, "the field").map(JSONValue.boolean))
    case "FixedInteger": return .number(Double(try reader.integer(reader.remaining, "the number")))
    case "FixedIntegerList":
      let (width, count) = (arguments[1].number ?? 0, arguments[2].number ?? 0)
      // The library fills up what is missing behind whole items; a section's layout leaves no such room.
      guard reader.remaining % width == 0 else { throw SignalError(.truncated("the list")) }
      let numbers = try reader.integers(reader.remaining / width, width: width, "the list")
      return list(numbers + Array(repeating: 0, count: max(0, count - numbers.count)))
    default: return .text(try reader.letters(reader.remaining / 6, "the text"))
    }
  }
}
