import Testing
import XMLDocuments

@Suite struct XPathTests {
  private static let text = "<r xmlns='urn:x'><f s='high' n='2'>one</f><f s='low' n='40'>two</f></r>"
  private static let names = ["p": "urn:x"]

  private func document() throws -> XMLDocument { try XMLDocument(Array(Self.text.utf8)) }

  @Test func `numbers`() throws {
    #expect(try document().number("count(//p:f)", namespaces: Self.names) == 2)
    #expect(try document().number("sum(//p:f/@n)", namespaces: Self.names) == 42)
    #expect(try document().number("//p:f[@s='none']/@n", namespaces: Self.names).isNaN)
    #expect(try document().number("count(//f)") == 0)
  }

  @Test func `texts`() throws {
    #expect(try document().string("//p:f[@s='low']", namespaces: Self.names) == "two")
    #expect(try document().string("//p:f[9]", namespaces: Self.names).isEmpty)
    #expect(try document().strings("//p:f/@s", namespaces: Self.names) == ["high", "low"])
    #expect(try document().strings("//p:f | /p:r/p:f[1]", namespaces: Self.names) == ["one", "two"])
    #expect(try document().strings("count(//p:f)", namespaces: Self.names).isEmpty)
  }

  @Test(arguments: ["", "//", "count(", "//q:f", "nope()", "a\u{0}b"])
  func `a wrong expression is refused`(expression: String) {
    #expect { _ = try document().number(expression, namespaces: Self.names) } throws: {
      ($0 as? XMLFailure)?.kind == .expression
    }
  }

  @Test func `many documents at a time do not mix their errors`() async {
    await withTaskGroup(of: Bool.self) { group in
      for index in 0..<64 {
        group.addTask {
          let lines = String(repeating: "\n", count: index)
          do {
            _ = try XMLDocument(Array("<a>\(lines)<b></a>".utf8))
            return false
          } catch {
            return (error as? XMLFailure)?.line == index + 1
          }
        }
      }
      for await isRight in group { #expect(isRight) }
    }
  }
}
