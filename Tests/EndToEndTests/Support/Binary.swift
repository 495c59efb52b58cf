import Foundation

/// Runs the real binary, as a user would.
struct Binary {
  struct Outcome {
    var status: Int32
    var output: String
    var complaints: String
    /// What it printed, told apart by nothing: for searches.
    var everything: String { output + complaints }
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
  /// Lives as long as the binary is used: the folder goes away with it.
  var owner: Workplace?
  var environment: [String: String] = [:]

  /// Runs `proviso` with arguments in the folder and waits for its end.
  func run(_ arguments: String...) throws -> Outcome { try run(arguments) }

  func run(_ arguments: [String]) throws -> Outcome {
    try finish(URL(filePath: Self.path), arguments)
  }

  /// Runs a shell command in which `$PROVISO` is the binary.
  func shell(_ command: String) throws -> Outcome {
    try finish(URL(filePath: "/bin/bash"), ["-c", command])
  }

  /// A process that has started and is not waited for; its output goes nowhere.
  func start(_ arguments: [String]) throws -> Process {
    let process = prepared(URL(filePath: Self.path), arguments)
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  private func finish(_ executable: URL, _ arguments: [String]) throws -> Outcome {
    let process = prepared(executable, arguments)
    let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-run-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = (output: folder.appending(path: "out"), complaints: folder.appending(path: "err"))
    for file in [files.output, files.complaints] { try Data().write(to: file) }
    process.standardOutput = try FileHandle(forWritingTo: files.output)
    process.standardError = try FileHandle(forWritingTo: files.complaints)
    try process.run()
    process.waitUntilExit()
    let signal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Outcome(
      status: signal + process.terminationStatus,
      output: String(decoding: try Data(contentsOf: files.output), as: UTF8.self),
      complaints: String(decoding: try Data(contentsOf: files.complaints), as: UTF8.self))
  }

  private func prepared(_ executable: URL, _ arguments: [String]) -> Process {
    let process = Process()
    process.executableURL = executable
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder)
    let own = ["PROVISO_HOME": Self.root, "PROVISO": Self.path]
    process.environment = ProcessInfo.processInfo.environment.merging(own) { $1 }.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    return process
  }
}
