internal import Foundation
package import Testing

/// Compares `actual` with `Golden/<name>` beside the calling test, or with a file of another folder of the repository.
///
/// `UPDATE_GOLDEN=1` writes the file and fails the test, so that the change is looked at. A missing file is written and fails
/// the test too; where `CI` is set in the environment it only fails.
package func expectGolden(
  _ actual: String, _ name: String, in folder: String? = nil, filePath: StaticString = #filePath,
  sourceLocation: SourceLocation = #_sourceLocation
) throws {
  let beside = URL(filePath: "\(filePath)").deletingLastPathComponent().appending(path: "Golden")
  let file = (folder.map { URL(filePath: $0) } ?? beside).appending(path: name)
  let environment = ProcessInfo.processInfo.environment
  let expected = try? String(contentsOf: file, encoding: .utf8)
  if let expected, environment["UPDATE_GOLDEN"] == nil {
    #expect(actual == expected, "differs from \(file.path)", sourceLocation: sourceLocation)
    return
  }
  guard environment["CI"] == nil else {
    let fault = expected == nil ? "there is no" : "`UPDATE_GOLDEN` is not for CI:"
    Issue.record("\(fault) \(file.path)", sourceLocation: sourceLocation)
    return
  }
  let directory = file.deletingLastPathComponent()
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  try actual.write(to: file, atomically: true, encoding: .utf8)
  Issue.record("wrote \(file.path)", sourceLocation: sourceLocation)
}
