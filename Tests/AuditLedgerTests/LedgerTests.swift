import AuditLedger
import Digests
import Foundation
import GRDB
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct LedgerTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("ledger.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private func ledger() throws -> Ledger { try Ledger(path: path, patience: 5) }

  @Test func `a report comes back as it was recorded`() throws {
    let ledger = try ledger()
    for seed in 0..<40 as Range<UInt64> {
      var random = RandomReport(seed: seed, cleanly: false)
      let report = random.report()
      let run = try ledger.begin(Samples.start())
      try ledger.complete(run, report: report, document: [1, 2, UInt8(seed)])
      #expect(try ledger.report(of: run) == report, "seed \(seed)")
      #expect(try ledger.document(of: run) == [1, 2, UInt8(seed)])
    }
    #expect(try ledger.runs().count == 40)
    guard case .intact(40, _) = try ledger.verifyChain() else {
      Issue.record("the chain is broken")
      return
    }
  }

  @Test func `a run is there from before it starts until after it ends`() throws {
    let ledger = try ledger()
    let run = try ledger.begin(Samples.start())
    #expect(try Ledger(path: path).runs().map(\.status) == [.running])
    let digest = try ledger.complete(run, report: Samples.report(), document: [7])
    let record = try #require(try Ledger(path: path).runs().first)
    #expect(record.status == .complete && record.digest == digest && record.start == Samples.start())
    #expect(record.reportDigest == SHA256Digest.hexadecimal(of: [7]))
    let other = try ledger.begin(Samples.start())
    try ledger.fail(other, reason: "the store `journey` is locked")
    #expect(try ledger.runs().last?.status == .failed)
    #expect(try ledger.runs().last?.failure == "the store `journey` is locked")
  }

  @Test func `a run whose process is gone was interrupted, and the next one is not disturbed`() throws {
    let gone = ProcessIdentity(id: 1, boot: "an earlier boot", start: "1")
    let run = try ledger().begin(Samples.start(process: gone))
    let ledger = try ledger()
    #expect(try ledger.runs().map(\.status) == [.interrupted])
    #expect(try ledger.lastComplete(.audit) == nil)
    #expect(throws: LedgerError.unknownRun(run.number)) { try ledger.report(of: run) }
    let next = try ledger.begin(Samples.start())
    try ledger.complete(next, report: Samples.report(), document: [])
    #expect(try ledger.lastComplete(.audit) == next)
    #expect(try ledger.runs().map(\.status) == [.interrupted, .complete])
    guard case .intact(1, _) = try ledger.verifyChain() else {
      Issue.record("the chain is broken")
      return
    }
  }

  @Test func `this process is alive, its like of another boot or start is not`() {
    let current = ProcessIdentity.current
    #expect(current.isAlive && !current.start.isEmpty)
    #expect(!ProcessIdentity(id: current.id, boot: "other", start: current.start).isAlive)
    #expect(!ProcessIdentity(id: current.id, boot: current.boot, start: "0").isAlive)
    #expect(!ProcessIdentity(id: 0x7FFF_FFFF, boot: current.boot, start: current.start).isAlive)
  }

  @Test func `a report that cannot be recorded leaves nothing behind`() throws {
    let ledger = try ledger()
    let run = try ledger.begin(Samples.start())
    try ledger.complete(run, report: Samples.report(), document: [])
    #expect(throws: LedgerError.notRunning(run.number)) {
      try ledger.complete(run, report: Samples.report(), document: [])
    }
    #expect(throws: LedgerError.notRunning(run.number)) { try ledger.fail(run, reason: "late") }
    #expect(throws: LedgerError.unknownRun(99)) {
      try ledger.complete(RunID(99), report: Samples.report(), document: [])
    }
    #expect(try ledger.runs().count == 1)
  }

  @Test func `the last complete run is of the same kind, and of the same scope when asked`() throws {
    let ledger = try ledger()
    func record(_ kind: Report.Kind, _ scope: String) throws -> RunID {
      let run = try ledger.begin(Samples.start(kind, scope: scope))
      try ledger.complete(run, report: Samples.report(), document: [])
      return run
    }
    let (first, gate) = (try record(.audit, "a"), try record(.gate, "a"))
    let second = try record(.audit, "b")
    #expect(try ledger.lastComplete(.audit) == second && ledger.lastComplete(.audit, scope: "a") == first)
    #expect(try ledger.lastComplete(.gate) == gate && ledger.lastComplete(.audit, scope: "c") == nil)
  }

  @Test func `fixed findings are remembered over later runs`() throws {
    let ledger = try ledger()
    let findings = try Samples.findings([Samples.observation()])
    for current in [findings, [], [], findings] {
      let run = try ledger.begin(Samples.start())
      let last = try ledger.lastComplete(.audit)
      let comparison = StatusComparison(
        previous: try last.map { try ledger.report(of: $0).findings },
        fixedBefore: try ledger.fixedFingerprints(.audit), coverage: Coverage(Samples.report(current)),
        controls: Samples.controls)
      try ledger.complete(run, report: Samples.report(comparison.compare(current)), document: [])
    }
    let statuses = try ledger.runs().map { try ledger.report(of: $0.id).findings.map(\.status) }
    #expect(statuses == [[.new], [.fixed], [], [.reopened]])
    #expect(try ledger.fixedFingerprints(.gate).isEmpty)
  }

  @Test func `many audits at a time each get their link`() async throws {
    let path = path
    try await withThrowingTaskGroup(of: Void.self) { group in
      for _ in 0..<12 {
        group.addTask {
          let ledger = try Ledger(path: path, patience: 60)
          let run = try ledger.begin(Samples.start())
          try ledger.complete(run, report: Samples.report(), document: [])
        }
      }
      try await group.waitForAll()
    }
    guard case .intact(12, _) = try ledger().verifyChain() else {
      Issue.record("the chain is broken")
      return
    }
  }

  @Test func `no raw subject key is in the ledger's files`() throws {
    let ledger = try ledger()
    let findings = try Samples.findings([Samples.observation(keys: ["canary-7@example.org"])])
    try ledger.complete(ledger.begin(Samples.start()), report: Samples.report(findings), document: [])
    for name in try folder.names() {
      let bytes = try Data(contentsOf: folder.url.appending(path: name))
      #expect(bytes.range(of: Data("canary".utf8)) == nil, "\(name)")
    }
    #expect(try folder.names().contains("ledger.sqlite"))
  }
}
