import AuditLedger
import Digests
import Foundation
import GRDB
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct ChainTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("ledger.sqlite") }

  init() throws {
    folder = try TemporaryFolder()
    let ledger = try Ledger(path: path)
    for (index, started) in ["2025-11-30", "2025-12-31", "2026-01-31"].enumerated() {
      let findings = try Samples.findings([
        Samples.observation(keys: ["1", "2"]), Samples.observation(asset: Samples.people, keys: ["3"]),
      ])
      let run = try ledger.begin(Samples.start(started: started))
      try ledger.complete(run, report: Samples.report(findings), document: [UInt8(index)])
    }
  }

  /// Edits the file as someone with a SQLite shell would.
  private func edit(_ sql: String) throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: "PRAGMA foreign_keys = OFF; " + sql) }
    try queue.close()
  }

  private static let unlock =
    "DROP TRIGGER runStays; DROP TRIGGER runIsFinal; DROP TRIGGER findingStays; DROP TRIGGER findingIsFinal; "

  @Test func `an untouched chain is intact and its head is the last digest`() throws {
    let ledger = try Ledger(path: path)
    let head = try #require(try ledger.runs().last?.digest)
    #expect(try ledger.verifyChain() == .intact(runs: 3, head: head))
    #expect(try ledger.verifyChain(key: Samples.key) == .intact(runs: 3, head: head))
    #expect(try Set(ledger.runs().map(\.digest)).count == 3)
  }

  @Test func `an empty chain is intact`() throws {
    #expect(try Ledger(path: folder.path("other.sqlite")).verifyChain() == .intact(runs: 0, head: ""))
  }

  static let tampering: [(String, Int64, String)] = [
    ("UPDATE finding SET uses = 1 WHERE run = 2 AND position = 0", 2, "its record was changed"),
    ("UPDATE finding SET status = 'waived' WHERE run = 1", 1, "its record was changed"),
    ("UPDATE finding SET facts = replace(facts, 'high', 'low') WHERE run = 3", 3, "its record was changed"),
    ("DELETE FROM sample; DELETE FROM finding WHERE run = 2 AND position = 1", 2, "its record was changed"),
    ("UPDATE run SET asOf = asOf + 1 WHERE id = 2", 2, "its record was changed"),
    ("UPDATE run SET facts = replace(facts, '2469', '1'), project = 'p' WHERE id = 1", 1, "its record was changed"),
    ("UPDATE run SET reportDigest = 'x' WHERE id = 2", 2, "its record was changed"),
    ("UPDATE run SET digest = 'x' WHERE id = 1", 1, "its record was changed"),
    ("UPDATE run SET previousDigest = '' WHERE id = 3", 3, "it does not follow the run before it"),
    (
      "DELETE FROM sample; DELETE FROM document; DELETE FROM finding WHERE run = 2; DELETE FROM run WHERE id = 2", 3,
      "a run before it is missing"
    ), ("UPDATE document SET xml = x'FF' WHERE run = 2", 2, "its report was changed"),
  ]

  @Test(arguments: tampering)
  func `whatever is changed, the first changed run is named`(sql: String, run: Int64, trouble: String) throws {
    try edit(Self.unlock + sql)
    #expect(try Ledger(path: path).verifyChain() == .broken(RunID(run), trouble))
  }

  @Test(arguments: tampering.filter { $0.2.hasPrefix("its ") })
  func `a run that was changed is told by itself, the others stand`(sql: String, run: Int64, trouble: String) throws {
    try edit(Self.unlock + sql)
    let ledger = try Ledger(path: path)
    for number in 1...3 as ClosedRange<Int64> {
      guard number == run else {
        try ledger.verify(RunID(number))
        continue
      }
      #expect(throws: LedgerError.changed(run, trouble)) { try ledger.verify(RunID(number)) }
    }
    #expect(throws: LedgerError.unknownRun(4)) { try ledger.verify(RunID(4)) }
  }

  @Test func `a cut end is told by the head`() throws {
    let head = try #require(try Ledger(path: path).runs().last?.digest)
    try edit(
      Self.unlock
        + "DELETE FROM sample; DELETE FROM document; DELETE FROM finding WHERE run = 3; DELETE FROM run WHERE id = 3")
    guard case .intact(2, let now) = try Ledger(path: path).verifyChain() else {
      Issue.record("the rest of the chain is whole")
      return
    }
    #expect(now != head)
  }

  @Test(
    arguments: [
      "UPDATE finding SET uses = 1", "DELETE FROM finding", "DELETE FROM run", "UPDATE run SET project = 'x'",
    ])
  func `the file refuses changes by itself`(sql: String) throws {
    #expect(throws: DatabaseError.self) { try edit(sql) }
  }

  @Test func `a changed sample is found by who holds the key`() throws {
    try edit("UPDATE sample SET pseudonym = 'p:00000000000000000000000000000000' WHERE run = 2 AND finding = 0")
    let ledger = try Ledger(path: path)
    #expect(try ledger.verifyChain(key: Samples.key) == .broken(RunID(2), "the sample of finding 1 was changed"))
    guard case .intact = try ledger.verifyChain() else {
      Issue.record("samples lie beside the chain")
      return
    }
  }

  @Test func `samples go after thirteen months, and the chain stays`() throws {
    let ledger = try Ledger(path: path)
    let before = try ledger.verifyChain()
    #expect(try ledger.deleteSamples(now: Samples.instant("2026-12-29T23:59:59Z")) == 0)
    // 30 November 2025 + P13M is 30 December 2026; of 31 December it is 31 January 2027.
    #expect(try ledger.deleteSamples(now: Samples.instant("2026-12-30")) == 1)
    #expect(try ledger.verifyChain(key: Samples.key) == before)
    let runs = try ledger.runs().map(\.id)
    #expect(try ledger.report(of: runs[0]).findings.allSatisfy(\.sample.isEmpty))
    #expect(try ledger.report(of: runs[0]).findings.count == 2 && ledger.document(of: runs[0]) == nil)
    #expect(try ledger.report(of: runs[1]).findings.map(\.sample.count).sorted() == [1, 2])
    #expect(try ledger.deleteSamples(now: .distantFuture) == 2)
    #expect(try ledger.verifyChain(key: Samples.key) == before)
  }
}
