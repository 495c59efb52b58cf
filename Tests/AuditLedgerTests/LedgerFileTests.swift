import AuditLedger
import Foundation
import GRDB
import GovernanceModel
import ProvisoTesting
import Testing

/// One clear error for each thing that can be wrong with the file.
@Suite struct LedgerFileTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path("ledger.sqlite") }

  init() throws { folder = try TemporaryFolder() }

  private func failure(_ path: String, patience: Double = 0) -> LedgerError? {
    do {
      let ledger = try Ledger(path: path, patience: patience)
      _ = try ledger.begin(Samples.start())
      _ = try ledger.verifyChain()
      return nil
    } catch {
      return error
    }
  }

  @Test func `a new ledger makes its folders`() throws {
    let deep = folder.path(".proviso/audits/ledger.sqlite")
    #expect(failure(deep) == nil)
    #expect(FileManager.default.fileExists(atPath: deep))
  }

  @Test func `a file without a byte is no ledger`() throws {
    try folder.write([], to: "ledger.sqlite")
    #expect(failure(path) == .empty(path: path))
    #expect(try Data(contentsOf: URL(filePath: path)).isEmpty)
  }

  @Test func `what is no database is left alone`() throws {
    let text = Array(String(repeating: "a letter to the privacy team\n", count: 100).utf8)
    try folder.write(text, to: "ledger.sqlite")
    #expect(failure(path) == .foreign(path: path))
    #expect(try Array(Data(contentsOf: URL(filePath: path))) == text)
  }

  @Test func `a database of others is left alone`() throws {
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: "CREATE TABLE customer (id INTEGER)") }
    try queue.close()
    let before = try Data(contentsOf: URL(filePath: path))
    #expect(failure(path) == .foreign(path: path))
    #expect(try Data(contentsOf: URL(filePath: path)) == before)
  }

  @Test func `a ledger of a later version is left alone`() throws {
    #expect(failure(path) == nil)
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('later')") }
    try queue.close()
    #expect(failure(path) == .newer(path: path))
  }

  @Test func `a locked ledger is told as locked`() throws {
    #expect(failure(path) == nil)
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { database in
      try database.execute(sql: "BEGIN IMMEDIATE")
      #expect(failure(path) == .locked(path: path))
      try database.execute(sql: "ROLLBACK")
    }
    #expect(failure(path) == nil)
  }

  @Test func `a damaged ledger is told as damaged`() throws {
    let ledger = try Ledger(path: path)
    for seed in 0..<20 as Range<UInt64> {
      var random = RandomReport(seed: seed)
      try ledger.complete(
        ledger.begin(Samples.start()), report: random.report(), document: Array(repeating: 7, count: 5000))
    }
    let queue = try DatabaseQueue(path: path)
    try queue.inDatabase { _ = try Row.fetchAll($0, sql: "PRAGMA wal_checkpoint(TRUNCATE)") }
    try queue.close()
    var bytes = Array(try Data(contentsOf: URL(filePath: path)))
    #expect(bytes.count > 8192)
    for index in 4096..<bytes.count { bytes[index] = 0xA5 }
    let damaged = try folder.write(bytes, to: "damaged.sqlite")
    #expect(failure(damaged) == .corrupt(path: damaged))
    let cut = try folder.write(Array(bytes[..<4096]), to: "cut.sqlite")
    #expect(failure(cut) == .corrupt(path: cut))
  }

  @Test func `what cannot be written is told as such`() throws {
    try folder.write([1], to: "file")
    let inside = folder.path("file/ledger.sqlite")
    #expect(failure(inside) == .unwritable(path: inside))
    #expect(failure(folder.url.path) == .unwritable(path: folder.url.path))
  }

  @Test func `each error is one sentence with the path`() {
    let errors: [LedgerError] = [
      .locked(path: "p.db"), .corrupt(path: "p.db"), .foreign(path: "p.db"), .empty(path: "p.db"), .newer(path: "p.db"),
      .unwritable(path: "p.db"), .full(path: "p.db"), .failed(path: "p.db", code: 1),
    ]
    #expect(errors.allSatisfy { "\($0)".contains("`p.db`") && !"\($0)".contains("\n") })
    #expect(Set(errors.map { "\($0)" }).count == errors.count)
  }

  @Test func `the file is synchronised fully and in WAL mode`() throws {
    _ = try Ledger(path: path)
    let queue = try DatabaseQueue(path: path)
    #expect(try queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
  }
}
