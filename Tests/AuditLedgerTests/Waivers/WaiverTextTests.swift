import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@testable import AuditLedger

/// `proviso waive` adds to a file that people keep.
@Suite struct WaiverTextTests {
  private func waiver(_ digit: String, reason: String = "Soon.", expires: String = "2026-12-31") -> Waiver {
    Waiver(
      fingerprint: "fp1:" + String(repeating: digit, count: 64), control: "withdrawal", asset: "rule:spring/lapsed",
      owner: "crm", reason: reason, approver: "dpo", approved: Samples.instant("2026-11-01").date,
      expires: Samples.instant(expires).date, requirement: String(repeating: "0", count: 64),
      span: SourceSpan(file: "w.yaml", line: 1, column: 1))
  }

  private func added(_ waiver: Waiver, to text: String?) throws(InputError) -> String {
    var file: SourceFile?
    if let text { file = try SourceFile(path: "w.yaml", bytes: Array(text.utf8)) }
    return String(decoding: try WaiverText.adding(waiver, to: file, path: "w.yaml"), as: UTF8.self)
  }

  private func names(_ text: String) throws -> [String] {
    try Waiver.read(SourceFile(path: "w.yaml", bytes: Array(text.utf8))).map { String($0.shortName.prefix(1)) }
  }

  @Test func `a file that was not there`() throws {
    let text = try added(waiver("a"), to: nil)
    #expect(try names(text) == ["a"])
    #expect(text.hasPrefix("# ") && text.contains("\nwaivers:\n  - fingerprint: fp1:aaaa"))
  }

  @Test func `comments and order stay`() throws {
    let before = try added(waiver("b"), to: added(waiver("a"), to: nil))
      .replacing("waivers:\n", with: "waivers:   # reviewed each Monday\n    # first\n")
    let commented = before + "  # the end\n"
    let after = try added(waiver("c"), to: commented)
    #expect(after.hasPrefix(commented))
    #expect(try names(after) == ["a", "b", "c"])
  }

  @Test func `a renewed waiver takes the place of the old one`() throws {
    var text = try added(waiver("b"), to: added(waiver("a"), to: nil))
    text = text.replacing("  - fingerprint: fp1:bbbb", with: "  # about b\n  - fingerprint: fp1:bbbb") + "  # the end\n"
    let renewed = try added(waiver("a", reason: "Later.", expires: "2027-02-01"), to: text)
    #expect(try names(renewed) == ["a", "b"])
    #expect(renewed.contains("Later.") && renewed.contains("# about b\n") && renewed.hasSuffix("# the end\n"))
    #expect(renewed.components(separatedBy: "Soon.").count == 2)
    let last = try added(waiver("b", reason: "Never."), to: renewed)
    #expect(try names(last) == ["a", "b"] && last.contains("Never.") && last.hasSuffix("# the end\n"))
  }

  @Test(arguments: ["waivers: []\n", "# mine\nwaivers: []   \n", "waivers: []"])
  func `an empty list`(text: String) throws { #expect(try names(added(waiver("a"), to: text)) == ["a"]) }

  @Test func `other indents, and a file without a last line break`() throws {
    let flat = try added(waiver("a"), to: nil).split(separator: "\n").map { line in
      line.hasPrefix("  ") ? String(line.dropFirst(2)) : String(line)
    }.joined(separator: "\n")
    #expect(try names(added(waiver("b"), to: flat)) == ["a", "b"])
  }

  @Test(arguments: [
    "waivers: [{}]", "waivers: {}\n", "- a\n", "", "waivers:\n  - fingerprint: short\n",
  ])
  func `what cannot be extended is refused`(text: String) {
    #expect(throws: InputError.self) { try added(waiver("a"), to: text) }
  }

  @Test func `a list in one line is not written anew`() throws {
    let block = try added(waiver("a"), to: nil)
    let fields = block.split(separator: "\n").dropFirst(2).map { $0.drop { " -".contains($0) } }
    let text = "waivers: [{\(fields.joined(separator: ", "))}]\n"
    #expect(try names(text) == ["a"])
    #expect(throws: InputError.self) { try added(waiver("b"), to: text) }
  }

  /// Whatever a person writes as a reason is read back, and nothing else in the file changes.
  @Test func `any text is read back`() throws {
    let pieces = [
      "a", "\"", "\\", ": ", "# ", "'", "\n", "\t", "- ", "é", "😀", "{", "]", "|", ">", "&", "*", "%",
    ]
    var random = SplitMix64(seed: 7)
    for _ in 0..<200 {
      let reason = "x" + (0..<6).compactMap { _ in random.pick(pieces) }.joined()
      let text = try added(waiver("b", reason: reason), to: added(waiver("a"), to: nil))
      let read = try Waiver.read(SourceFile(path: "w.yaml", bytes: Array(text.utf8)))
      #expect(read.map(\.reason) == ["Soon.", reason])
    }
  }
}
