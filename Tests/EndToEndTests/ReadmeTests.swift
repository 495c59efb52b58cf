import Foundation
import Testing

/// What the README shows is what the program prints.
@Suite struct ReadmeTests {
  @Test func `the finding of the gate`() throws {
    let readme = try String(contentsOfFile: "\(Binary.root)/README.md", encoding: .utf8)
    let outcome = try Binary(folder: Binary.root).run(
      "gate", "--project", "Examples/retailer/proviso.yaml", "--as-of", "2026-11-22")
    #expect(outcome.status == 1)
    let shown = readme.split(separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(shown.firstIndex { $0.hasPrefix("error[") })
    let block = shown[start...].prefix { !$0.isEmpty }
    #expect(block.count > 8)
    for line in block {
      // Long lines are cut in the README.
      let words = line.hasSuffix("…") ? line.dropLast() : line
      #expect(outcome.output.contains(words), "\(line)")
    }
  }
}
