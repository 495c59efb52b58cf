import Foundation
import Testing

/// Runs the real binary, as a user would.
struct Binary {
  struct Outcome {
    var status: Int32
    var output: String
    var complaints: String
  }

  /// The binary that was built beside this test bundle.
  static let path: String = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundlePath ?? CommandLine.arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "proviso").path
  }()

  /// The repository's root.
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().path

  var folder: String
  var environment: [String: String] = [:]

  /// Runs `proviso` with arguments in the folder and waits for its end.
  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    let process = Process()
    process.executableURL = URL(filePath: Self.path)
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    var variables = ProcessInfo.processInfo.environment
    variables["PROVISO_HOME"] = Self.root
    process.environment = variables.merging(environment) { $1 }
    let files = (output: temporary(), complaints: temporary())
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: files.output)
    process.standardError = try FileHandle(forWritingTo: files.complaints)
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationReason == .uncaughtSignal ? 128 + process.terminationStatus : process.terminationStatus,
      output: try String(contentsOf: files.output, encoding: .utf8),
      complaints: try String(contentsOf: files.complaints, encoding: .utf8))
  }

  private func temporary() -> URL {
    let file = FileManager.default.temporaryDirectory.appending(path: "proviso-\(UUID().uuidString)")
    _ = FileManager.default.createFile(atPath: file.path, contents: nil)
    return file
  }
}

/// A fresh folder that goes away with its test.
final class Workplace {
  let path: String
  var proviso: Binary { Binary(folder: path) }

  init() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-test-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    path = folder.path
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ text: String, to name: String) throws { try write(Data(text.utf8), to: name) }

  func write(_ data: Data, to name: String) throws {
    let file = URL(filePath: path).appending(path: name)
    try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try data.write(to: file)
  }

  func read(_ name: String) throws -> String {
    try String(contentsOf: URL(filePath: path).appending(path: name), encoding: .utf8)
  }

  func exists(_ name: String) -> Bool { FileManager.default.fileExists(atPath: "\(path)/\(name)") }
}
