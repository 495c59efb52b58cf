import DataStores
import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

@Suite struct ScaffoldTests {
  static let key = [UInt8](repeating: 7, count: 32)

  @Test func `a new project loads, and its example rule is judged`() throws {
    let work = try Workspace()
    let written = try Scaffold(folder: work.root, store: nil).write(key: Self.key)
    #expect(written.kept.isEmpty)
    #expect(written.created.contains(work.path("proviso.yaml")))
    let report = try work.gate()
    #expect(report.ruleSets.map(\.id) == ["example"])
    #expect(report.ruleSets.flatMap(\.rules).allSatisfy { $0.proved > 0 })
  }

  @Test func `nothing that is there is overwritten`() throws {
    let work = try Workspace(["proviso.yaml": "mine"])
    let first = try Scaffold(folder: work.root, store: nil).write(key: Self.key)
    #expect(first.kept == [work.path("proviso.yaml")])
    let second = try Scaffold(folder: work.root, store: nil).write(key: [1])
    #expect(second.created.isEmpty)
    #expect(try FileBytes.read(work.path("proviso.yaml")) == Array("mine".utf8))
    #expect(try FileBytes.read(work.path(".proviso/pseudonym.key")) == Self.key)
  }

  @Test func `the key is readable by its owner only, and Git never sees it`() throws {
    let work = try Workspace()
    _ = try Scaffold(folder: work.root, store: nil).write(key: Self.key)
    let attributes = try FileManager.default.attributesOfItem(atPath: work.path(".proviso/pseudonym.key"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
    #expect(try FileBytes.read(work.path(".proviso/.gitignore")) == Array("*\n".utf8))
  }

  @Test func `the map of a store lists its tables and columns, whatever their names`() throws {
    let work = try Workspace()
    let names = ["plain", "no", "007", "with: colon", "quote\"d", "Grüße", "#x", "- y"]
    let store = try SQLiteWriter(path: work.path("s.sqlite"))
    for name in names {
      try store.run("CREATE TABLE \"\(name.replacing("\"", with: "\"\""))\" (\"true\" TEXT, \"a, b\" TEXT)")
    }
    _ = try Scaffold(folder: work.root, store: work.path("s.sqlite")).write(key: Self.key)
    let map = try #require(try work.project().stores.first?.map)
    let collections = map.datasets.flatMap(\.collections)
    #expect(Set(collections.map(\.name)) == Set(names))
    for collection in collections { #expect(Set(collection.fields.map(\.name)) == ["true", "a, b"]) }
  }

  @Test func `what the names of columns tell is filled in, roles are suggested only`() throws {
    let work = try Workspace()
    let store = try SQLiteWriter(path: work.path("s.sqlite"))
    try store.run(
      """
      CREATE TABLE people (customer_id, EMail, "birth-date", zipCode, shoe_size, updated_at, deviceType, type);
      CREATE TABLE consents (customer_id, purpose, status, ts);
      CREATE TABLE sends (customer_id, sent_at, template_id);
      CREATE TABLE stock (id, amount)
      """)
    let installation = Installation(root: Repository.root)
    _ = try Scaffold(folder: work.root, store: work.path("s.sqlite"), installation: installation).write(key: Self.key)
    let map = try #require(try work.project().stores.first?.map)
    let collections = map.datasets[0].collections
    #expect(Set(collections.filter { $0.subject == "customer_id" }.map(\.name)) == ["people", "consents", "sends"])
    let people = try #require(collections.first { $0.name == "people" })
    let held = Dictionary(uniqueKeysWithValues: people.fields.map { ($0.name, $0.categories.map(\.key)) })
    #expect(
      held == [
        "customer_id": ["user.unique_id"], "EMail": ["user.contact.email"],
        "birth-date": ["user.demographic.date_of_birth"], "zipCode": ["user.contact.address.postal_code"],
        "shoe_size": [], "updated_at": [], "deviceType": ["user.device"], "type": [],
      ])
    let text = String(decoding: try FileBytes.read(work.path("maps/store.yaml")), as: UTF8.self)
    for line in [
      "# looks like a consent log: consents: {purpose: purpose, action: status, at: ts}",
      "# looks like a use log: uses: {use: marketing.communications.email, at: sent_at}",
      "# looks like profiles: profile: {updatedAt: updated_at}",
    ] { #expect(text.contains(line)) }
    #expect(collections.allSatisfy { $0.consents == nil && $0.uses == nil && $0.profile == nil })
    // A suggestion is taken by taking its comment away.
    let taken = text.replacing("# looks like a consent log: ", with: "")
    try FileBytes.write(Array(taken.utf8), to: work.path("maps/store.yaml"))
    let read = try #require(try work.project().stores.first?.map).datasets[0].collections
    #expect(read.first { $0.name == "consents" }?.consents?.at.column == "ts")
  }

  @Test(arguments: [
    ("birth_date", ["birth", "date"]), ("BirthDate", ["birth", "date"]), ("URL", ["url"]), ("a--b", ["a", "b"]),
    ("", []), ("Straße 2", ["straße", "2"]),
  ])
  func `a name is told as words`(_ name: String, _ words: [String]) { #expect(ColumnNames.words(of: name) == words) }

  @Test func `a store that is no database is one error`() throws {
    let work = try Workspace(["s.sqlite": "not a database, only words that are longer than a header"])
    #expect(throws: InputError.self) {
      _ = try Scaffold(folder: work.root, store: work.path("s.sqlite")).write(key: Self.key)
    }
    #expect(!FileBytes.exists(work.path("proviso.yaml")))
  }

  @Test(arguments: [
    ("shop.sqlite", "engine: sqlite, path: shop.sqlite"), ("a/shop.duckdb", "engine: duckdb, path: a/shop.duckdb"),
    ("people.csv", "engine: csv, path: people.csv"), ("log.jsonl", "engine: jsonl, path: log.jsonl"),
    ("log.parquet", "engine: parquet, path: log.parquet"),
    ("postgresql://me:canary@db/shop", "engine: postgresql, uri: \"${STORE_URI}\""),
  ])
  func `a store is told by its name, and no password gets into the project file`(_ name: String, _ keys: String) {
    #expect(ScaffoldTexts.project(store: name).contains("{name: store, \(keys), map: maps/store.yaml}"))
    #expect(!ScaffoldTexts.project(store: name).contains("canary"))
  }

  @Test(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
  func `a folder of files is a store, and its map lists their columns`() throws {
    let work = try Workspace(["exports/people.csv": "id,mail\n1,a\n", "exports/log.csv": "at\n2026-01-01\n"])
    let installation = Installation(root: Repository.root)
    _ = try Scaffold(folder: work.root, store: work.path("exports"), installation: installation).write(key: Self.key)
    let map = try #require(try work.project().stores.first?.map)
    #expect(map.datasets.flatMap(\.collections).map(\.name).sorted() == ["log", "people"])
  }
}
