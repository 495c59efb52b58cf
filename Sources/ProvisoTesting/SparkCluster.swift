package import DataStores
import Foundation
package import Testing

/// The Spark cluster of this process's tests: that of `PROVISO_SPARK_URI`, which `scripts/start-spark -- COMMAND` sets, else
/// one of its own, which ends with the process, since it waits for the end of its standard input.
///
/// Only with `PROVISO_SPARK=1`: it takes half a minute to start, and 2 GiB.
package struct SparkCluster: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// `sc://127.0.0.1:PORT/;token=...`
  package let uri: String
  /// Held open for as long as the cluster shall run.
  private let input: FileHandle?

  private static let environment = ProcessInfo.processInfo.environment
  private static let started: Result<SparkCluster, any Error> = Result { try SparkCluster() }

  /// The cluster of all tests; started when it is first asked for.
  package static func shared() throws -> SparkCluster { try started.get() }

  package static var isPresent: Bool { absence == nil }

  /// Nil where tests may use a cluster, else why not.
  package static let absence: Comment? =
    if environment["PROVISO_SPARK"] != "1" {
      "Spark is tested where PROVISO_SPARK=1: make test-spark"
    } else if !["spark", "duckdb"].allSatisfy(TestEngine.hasDriver) {
      "no Spark or no DuckDB driver: scripts/install-drivers spark duckdb"
    } else if environment["PROVISO_SPARK_URI"] == nil, !isInstalled {
      "no Spark: scripts/start-spark --install"
    } else {
      nil
    }

  private static var isInstalled: Bool {
    let process = Process()
    process.executableURL = URL(filePath: Repository.path("scripts/start-spark"))
    process.arguments = ["--check"]
    process.standardError = FileHandle.nullDevice
    try? process.run()
    process.waitUntilExit()
    return process.terminationStatus == 0
  }

  private init() throws {
    if let known = Self.environment["PROVISO_SPARK_URI"] {
      (uri, input) = (known, nil)
      return
    }
    let process = Process()
    process.executableURL = URL(filePath: Repository.path("scripts/start-spark"))
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    self.input = input.fileHandleForWriting
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard line.hasPrefix("ready ") else { throw Failure(description: "the Spark cluster did not start") }
    uri = line.dropFirst("ready ".count).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A store of the cluster.
  package func store(_ tables: SparkTables) -> ADBCStore {
    ADBCStore(name: "s", .spark(uri: uri, options: [:], tables), paths: TestEngine.drivers)
  }

  /// A store of the Parquet files of the tables and views that statements in DuckDB's SQL make.
  static func makeStore(_ sql: String, in folder: TemporaryFolder) throws -> ADBCStore {
    try shared().store(.files(write(sql, in: folder)))
  }

  /// Writes a Parquet file for each table and view that statements in DuckDB's SQL make, and tells where they are.
  package static func write(_ sql: String, in folder: TemporaryFolder) throws -> [String: String] {
    let store = try TestEngine.duckdb.makeStore(sql, in: folder)
    let place = folder.path(UUID().uuidString)
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    var files: [String: String] = [:]
    var copies = ""
    for (index, table) in try store.tables().enumerated() {
      let path = "\(place)/\(index).parquet"
      files[table.name] = path
      copies += "COPY (FROM \(store.reference(to: table.name))) TO '\(path)' (FORMAT parquet);"
    }
    guard let kind = (store as? ADBCStore)?.kind else { return [:] }
    try ADBCStore(name: "w", kind, paths: TestEngine.drivers).query(copies + "SELECT 1") { _ in true }
    return files
  }
}
