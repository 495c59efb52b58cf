import Foundation
internal import Synchronization

/// A PostgreSQL server of this process's tests, on a Unix socket in a folder of its own; it ends with the process, whatever
/// becomes of that, since it waits for the end of its standard input.
package final class TemporaryPostgres: Sendable {
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  /// Where the socket is.
  package let folder: String
  private let number = Atomic<Int>(0)
  /// Held open for as long as the server shall run.
  private let input: FileHandle

  private static let started: Result<TemporaryPostgres, any Error> = Result { try TemporaryPostgres() }

  /// The server of all tests; started when it is first asked for.
  package static func shared() throws -> TemporaryPostgres { try started.get() }

  private init() throws {
    let process = Process()
    process.executableURL = URL(filePath: Repository.path("scripts/temporary-postgres"))
    let (input, output) = (Pipe(), Pipe())
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    self.input = input.fileHandleForWriting
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    guard line.hasPrefix("ready ") else { throw Failure(description: "the PostgreSQL server did not start") }
    folder = line.dropFirst("ready ".count).trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Makes a database, and tells its connection string for a user.
  package func makeDatabase() throws -> String {
    let name = "p\(number.add(1, ordering: .relaxed).newValue)"
    try run("CREATE DATABASE \(name)", database: "postgres")
    return name
  }

  package func uri(_ database: String, user: String = "postgres", password: String? = nil) -> String {
    let host = folder.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? folder
    return "postgresql://\(user)\(password.map { ":\($0)" } ?? "")@/\(database)?host=\(host)"
  }

  /// The database that a connection string of ``uri(_:user:password:)`` names.
  package static func database(of uri: String) -> String {
    String(uri.split(separator: "/").last?.prefix { $0 != "?" } ?? "")
  }

  /// Runs statements as the owner of everything.
  package func run(_ sql: String, database: String, user: String = "postgres") throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "psql", "-X", "-q", "-h", folder, "-U", user, "-d", database, "-v", "ON_ERROR_STOP=1", "-f", "-",
    ]
    let (input, errors) = (Pipe(), Pipe())
    (process.standardInput, process.standardError, process.standardOutput) = (input, errors, FileHandle.nullDevice)
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(sql.utf8))
    try input.fileHandleForWriting.close()
    let complaint = errors.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else { throw Failure(description: String(decoding: complaint, as: UTF8.self)) }
  }
}

/// The repository's own files.
package enum Repository {
  package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().path

  package static func path(_ name: String) -> String { "\(root)/\(name)" }
}
