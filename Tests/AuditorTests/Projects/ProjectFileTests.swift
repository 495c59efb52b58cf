import DataStores
import GovernanceModel
import SourceDocuments
import Testing

@testable import Auditor

@Suite struct ProjectFileTests {
  struct Slip: Sendable, CustomTestStringConvertible {
    let text: String
    let line: Int
    let message: String
    var help: String?
    var testDescription: String { message }
  }

  static let slips = [
    Slip(text: "project: p\npolcies: [gdpr]\n", line: 2, message: "no key `polcies`", help: "`policies`"),
    Slip(text: "project: p\n", line: 1, message: "needs `policies`"),
    Slip(text: "project: p\npolicies: []\n", line: 2, message: "`policies` names no pack"),
    Slip(text: "- project\n", line: 1, message: "expected a project, a mapping"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nfailOn: hihg\n", line: 3, message: "`hihg` is no failOn", help: "`high`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nmemory: 12 apples\n", line: 3, message: "`memory` is a size such as"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nreport: {sample: 101}\n", line: 3,
      message: "`sample` is an integer from 0 to 100"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: oracle, path: a, map: b}\n", line: 4,
      message: "`oracle` is no engine", help: "`sqlite`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: postgres, uri: a, map: b}\n", line: 4,
      message: "`postgres` is no engine", help: "`postgresql`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: duckdb, map: b}\n", line: 4,
      message: "a store needs `path`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: duckdb, uri: a, path: a, map: b}\n", line: 4,
      message: "a store has no key `uri`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: postgresql, ur: a, map: b}\n", line: 4,
      message: "no key `ur`", help: "`uri`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: csv, path: a, files: {t: a}, map: b}\n",
      line: 4,
      message: "`path` or `files`, not both"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: parquet, files: [a], map: b}\n", line: 4,
      message: "`files` is a mapping"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: adbc, options: {a: b}, map: b}\n", line: 4,
      message: "needs `driver`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: adbc, driver: d, dialect: ansi, map: b}\n",
      line: 4,
      message: "`ansi` is no dialect"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: adbc, driver: d, options: [a], map: b}\n",
      line: 4,
      message: "`options` is a mapping"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: sqlite, driver: d, path: a, map: b}\n",
      line: 4,
      message: "no key `driver`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: postgresql, uri: '${PG', map: b}\n", line: 4,
      message: "`uri` has a `${` without its `}`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, map: b}\n", line: 4,
      message: "a store needs `uri`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, uri: 'http://a', map: b}\n", line: 4,
      message: "begins with `sc://`", help: "`sc://spark.example:15002`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, uri: 'sc://a', path: data, map: b}\n",
      line: 4, message: "`data` is read by the cluster", help: "`s3a://lake/shop`"),
    Slip(
      text:
        "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, uri: 'sc://a', files: {t: d/t}, map: b}\n",
      line: 4, message: "`d/t` is read by the cluster"),
    Slip(
      text:
        "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, uri: 'sc://a', path: /a, schemas: [b], map: c}\n",
      line: 4, message: "one of `schemas`, `path` and `files`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, engine: spark, uri: 'sc://a', schemas: b, map: c}\n",
      line: 4, message: "`schemas` is a list"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nstores:\n  - {name: s, path: a, map: b}\n  - {name: s, path: c, map: d}\n",
      line: 5, message: "two stores are named `s`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nlegalBases: [{use: marketing, basis: concent}]\n", line: 3,
      message: "`concent` is no basis", help: "`consent`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nrecipients: [{nmae: mailer}]\n", line: 3, message: "no key `nmae`",
      help: "`name`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nnotices: [privacy]\n", line: 3, message: "`notices` is a mapping"),
    Slip(
      text: "project: p\npolicies: [{pack: gdpr, inForce: soon}]\n", line: 2,
      message: "`inForce` is a date or instant"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nruleSets: [{path: a, chanel: email}]\n", line: 3,
      message: "no key `chanel`", help: "`channel`"),
    Slip(
      text: "project: p\npolicies: [gdpr]\nruleSets: [{path: a, cap: {atMost: many, per: P1D}}]\n", line: 3,
      message: "`atMost` is an integer from 0"),
  ]

  @Test(arguments: slips) func `a slip is one error at its line, with the nearest name`(slip: Slip) throws {
    let file = try SourceFile(path: "proviso.yaml", bytes: Array(slip.text.utf8))
    let error = #expect(throws: InputError.self) { _ = try ProjectFile.read(file, vocabulary: nil) }
    let diagnostics = try #require(error).diagnostics
    #expect(diagnostics.count == 1)
    let first = try #require(diagnostics.first)
    #expect(first.message.contains(slip.message), "\(first.message)")
    #expect(first.span?.line == slip.line)
    if let help = slip.help { #expect(first.help?.contains(help) == true, "\(first.help ?? "no help")") }
  }

  @Test func `everything that is wrong is told at once, in the order of the file`() throws {
    let text = """
      projekt: p
      policies: [gdpr]
      sample: 3
      failOn: never
      stores:
        - {name: s}

      """
    let file = try SourceFile(path: "proviso.yaml", bytes: Array(text.utf8))
    let error = #expect(throws: InputError.self) { _ = try ProjectFile.read(file, vocabulary: nil) }
    let lines = try #require(error).diagnostics.compactMap { $0.span?.line }
    #expect(lines == lines.sorted())
    #expect(Set(lines) == [1, 3, 4, 6])
  }

  @Test func `what is left out takes its default`() throws {
    let file = try SourceFile(path: "proviso.yaml", bytes: Array("project: p\npolicies: gdpr\n".utf8))
    let project = try ProjectFile.read(file, vocabulary: nil)
    #expect(project.policies.map(\.name.text) == ["gdpr"])
    #expect(project.ledger == ".proviso/ledger.sqlite")
    #expect(project.pseudonymKeyFile == ".proviso/pseudonym.key")
    #expect(project.sampleSize == 5)
    #expect(project.failOn == .info)
    #expect(project.memory == nil)
    #expect(project.stores.isEmpty && project.ruleSets.isEmpty)
  }

  /// An editor that follows the schema must not offer what the reader refuses.
  @Test func `every key of the schema is a key of the reader`() throws {
    let path = "\(Workspace.installation.root)/schemas/project.schema.json"
    let schema = try Node.json(SourceFile.reading(path))
    let keys = try #require(schema["properties"]?.entries).map(\.key)
    let text = "project: p\npolicies: [gdpr]\n" + keys.dropFirst(2).map { "\($0): null\n" }.joined()
    _ = try ProjectFile.read(SourceFile(path: "proviso.yaml", bytes: Array(text.utf8)), vocabulary: nil)
    #expect(keys.prefix(2) == ["project", "policies"])
    #expect(keys.contains("memory"))
  }

  @Test func `a secret comes from the environment, and one that is not set is told when the store is audited`() throws {
    let text = """
      project: p
      policies: [gdpr]
      stores:
        - {name: s, engine: postgresql, uri: 'postgresql://me:${PG_PASSWORD}@${PG_HOST}/shop', map: b}
      """
    let file = try SourceFile(path: "proviso.yaml", bytes: Array(text.utf8))
    let set = try ProjectFile.read(file, vocabulary: nil) { ["PG_PASSWORD": "hunter2", "PG_HOST": "db"][$0] }
    guard case .postgresql(let uri) = try #require(set.stores.first).location else {
      Issue.record("no PostgreSQL store")
      return
    }
    #expect(uri == "postgresql://me:hunter2@db/shop")
    #expect(set.stores[0].secrets.contains("hunter2") && set.stores[0].unset.isEmpty)
    let unset = try ProjectFile.read(file, vocabulary: nil) { $0 == "PG_HOST" ? "db" : nil }.stores[0].unset
    #expect(unset.map(\.message) == ["the environment variable `PG_PASSWORD` is not set"])
    #expect(unset.first?.span?.line == 4)
  }

  @Test(arguments: [
    ("", SparkTables.catalog(schemas: [])),
    ("schemas: [shop, lake.marketing], ", .catalog(schemas: ["shop", "lake.marketing"])),
    ("path: /data/shop, ", .folder("/data/shop")), ("files: {t: 's3a://lake/t'}, ", .files(["t": "s3a://lake/t"])),
  ])
  func `a Spark cluster, what of it is the store, and its token`(keys: String, tables: SparkTables) throws {
    let text =
      "project: p\npolicies: [gdpr]\nstores: [{name: s, engine: spark, uri: 'sc://h:15002/;token=pw1;use_ssl=true', "
      + "\(keys)options: {adbc.spark.user_id: me}, map: b}]\n"
    let file = try SourceFile(path: "proviso.yaml", bytes: Array(text.utf8))
    let store = try #require(try ProjectFile.read(file, vocabulary: nil).stores.first)
    guard case .spark(let uri, let options, let found) = store.location else {
      Issue.record("no Spark store")
      return
    }
    #expect(uri == "sc://h:15002/;token=pw1;use_ssl=true" && options == ["adbc.spark.user_id": "me"])
    #expect(found == tables && store.secrets == ["pw1"])
  }

  @Test func `a password in the project file is a secret too`() throws {
    let text =
      "project: p\npolicies: [gdpr]\nstores: [{name: s, engine: adbc, driver: d, uri: 'x://u:pw1@h/d', map: b}]\n"
    let file = try SourceFile(path: "proviso.yaml", bytes: Array(text.utf8))
    #expect(try ProjectFile.read(file, vocabulary: nil).stores[0].secrets == ["pw1"])
  }
}
