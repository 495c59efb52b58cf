import GovernanceModel
import SourceDocuments
import Testing

@testable import AuditLedger

/// What is wrong with a file of waivers is told with its place, and then none of them holds.
@Suite struct WaiverReadingTests {
  static let fingerprint = "fp1:" + String(repeating: "a1", count: 32)
  static let digest = String(repeating: "0", count: 64)

  static let sound = """
    waivers:
      # Ticket 4711.
      - fingerprint: \(fingerprint)
        control: withdrawal
        asset: rule:spring/lapsed
        owner: crm@retailer.example
        reason: Replaced in January.
        approver: dpo@retailer.example
        approved: 2026-02-01
        expires: 2027-02-01
        requirement: "\(digest)"

    """

  static func read(_ text: String) throws(InputError) -> [Waiver] {
    try Waiver.read(SourceFile(path: "waivers.yaml", bytes: Array(text.utf8)))
  }

  private func complaints(_ text: String) -> [String] {
    do {
      _ = try Self.read(text)
      return []
    } catch { return error.diagnostics.map { $0.rendered(color: false) } }
  }

  @Test func `a sound file`() throws {
    let waiver = try #require(try Self.read(Self.sound).first)
    #expect(waiver.fingerprint == Self.fingerprint && waiver.control == "withdrawal" && waiver.atMost == nil)
    #expect(waiver.expires.description == "2027-02-01" && waiver.span.line == 3 && !waiver.isOfStore)
    #expect(try Self.read("waivers: []\n").isEmpty)
    let store = Self.sound.replacing("rule:spring/lapsed", with: "store:shop.sends") + "    atMost: 12\n"
    #expect(try Self.read(store).map(\.atMost) == [12])
  }

  @Test(arguments: [
    ("    owner: crm@retailer.example\n", "", "waivers.yaml:3:5", "needs `owner`"),
    ("    approver: dpo@retailer.example\n", "", "waivers.yaml:3:5", "needs `approver`"),
    ("    reason: Replaced in January.\n", "", "waivers.yaml:3:5", "needs `reason`"),
    ("    expires: 2027-02-01\n", "", "waivers.yaml:3:5", "needs `expires`"),
    ("    requirement:", "    requirment:", "waivers.yaml:11:5", "did you mean `requirement`?"),
    ("reason: Replaced in January.", "reason: \"  \"", "waivers.yaml:7:13", "`reason` is empty"),
    ("approver: dpo@retailer.example", "approver: \" CRM@retailer.example\"", "waivers.yaml:8:15", "somebody else"),
    ("expires: 2027-02-01", "expires: 2027-02-02", "waivers.yaml:10:14", "at most 365 days"),
    ("expires: 2027-02-01", "expires: 2026-01-31", "waivers.yaml:10:14", "before `approved`"),
    ("expires: 2027-02-01", "expires: 2027-02-30", "waivers.yaml:10:14", "a day such as `2026-03-01`"),
    ("expires: 2027-02-01", "expires: soon", "waivers.yaml:10:14", "found `soon`"),
    ("expires: 2027-02-01", "expires: 2027-02", "waivers.yaml:10:14", "a day such as `2026-03-01`"),
    ("expires: 2027-02-01", "expires: 2027-02-01T10:00:00Z", "waivers.yaml:10:14", "a day such as"),
    ("approved: 2026-02-01", "approved: 01.02.2026", "waivers.yaml:9:15", "a day such as"),
    (fingerprint, "fp1:a1a1a1", "waivers.yaml:3:18", "whole fingerprint"),
    (fingerprint, "\"*\"", "waivers.yaml:3:18", "whole fingerprint"),
    (fingerprint, fingerprint.uppercased(), "waivers.yaml:3:18", "whole fingerprint"),
    ("rule:spring/lapsed", "rule:*", "waivers.yaml:5:12", "`asset` names"),
    ("rule:spring/lapsed", "spring", "waivers.yaml:5:12", "`asset` names"),
    ("rule:spring/lapsed", "store:shop.sends", "waivers.yaml:5:12", "says `atMost`"),
    ("    approved:", "    atMost: 3\n    approved:", "waivers.yaml:9:13", "for findings of stores"),
    ("rule:spring/lapsed", "store:shop.sends\n    atMost: many", "waivers.yaml:6:13", "an integer"),
    ("rule:spring/lapsed", "store:shop.sends\n    atMost: -1", "waivers.yaml:6:13", "an integer"),
    ("\"\(digest)\"", "abc", "waivers.yaml:11:18", "64 hexadecimal digits"),
    ("waivers:\n", "waiver:\n", "waivers.yaml:1:1", "did you mean `waivers`?"),
    ("waivers:\n", "waivers: {}\nx:\n", "waivers.yaml:1:10", "a list"),
  ])
  func `a slip is told with its place`(from: String, to: String, place: String, told: String) throws {
    try #require(Self.sound.contains(from))
    let found = complaints(Self.sound.replacing(from, with: to, maxReplacements: 1))
    #expect(found.contains { $0.contains(place) && $0.contains(told) }, "\(found)")
    #expect(found.allSatisfy { !$0.contains("says `atMost`") } || told == "says `atMost`")
  }

  @Test(arguments: ["", "- a\n", "hello", "waivers:\n  - 3\n", "waivers:\n", "waivers: [{}\n"])
  func `what is no file of waivers`(text: String) { #expect(!complaints(text).isEmpty) }

  @Test func `one finding is waived once`() throws {
    let twice = Self.sound + Self.sound.split(separator: "\n").dropFirst(2).joined(separator: "\n") + "\n"
    let found = complaints(twice)
    #expect(found.count == 1 && found[0].contains("waived already, in line 3") && found[0].contains("waivers.yaml:12"))
  }
}
