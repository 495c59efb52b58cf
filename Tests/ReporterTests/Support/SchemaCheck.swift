import Foundation

/// The JSON Schema of SARIF is of draft 4; Python's `jsonschema` knows it.
enum SchemaCheck {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()
  static let python = root.appending(path: ".venv-test/bin/python").path
  static let isPresent = FileManager.default.isExecutableFile(atPath: python)
  static let schemas = root.appending(path: "Tests/ReporterTests/Cases")

  /// What is wrong with JSON texts, by the schema of SARIF; empty when all are valid.
  static func sarifProblems(_ texts: [String]) throws -> String {
    let folder = FileManager.default.temporaryDirectory.appending(path: "proviso-sarif-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (number, text) in texts.enumerated() {
      try text.write(to: folder.appending(path: "\(number).sarif"), atomically: true, encoding: .utf8)
    }
    let script = """
      import json, pathlib, sys
      from jsonschema import Draft4Validator
      validator = Draft4Validator(json.load(open(sys.argv[1])))
      files = sorted(pathlib.Path(sys.argv[2]).glob("*.sarif"))
      assert len(files) == \(texts.count)
      for path in files:
          for error in list(validator.iter_errors(json.loads(path.read_text())))[:3]:
              print(path.name, list(error.absolute_path), error.message[:200])
      """
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", script, schemas.appending(path: "sarif-schema-2.1.0.json").path, folder.path]
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, pipe)
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return String(decoding: output, as: UTF8.self) + (process.terminationStatus == 0 ? "" : "\nexit code not 0")
  }
}
