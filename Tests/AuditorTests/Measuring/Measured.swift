import Auditor
import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// One sheet of an outcome, read back from its JSON.
struct Measured {
  let node: JSONValue
  let isComplete: Bool

  func metric(_ key: String) -> Double? { node["metrics"]?[key]?["value"]?.numberValue }

  func word(_ key: String) -> String? {
    if case .text(let words)? = node["metrics"]?[key]?["text"] { words } else { nil }
  }

  static let asOf = Instant(iso8601: "2026-04-15")

  static func csv(_ text: String, _ change: (inout MeasurementTask) -> Void = { _ in }) throws -> Measured {
    try #require(try run("table.csv", text, change).first)
  }

  static func run(
    _ name: String, _ text: String, _ change: (inout MeasurementTask) -> Void = { _ in }
  ) throws -> [Measured] {
    let folder = try TemporaryFolder()
    var task = MeasurementTask(path: try folder.write(Array(text.utf8), to: name))
    change(&task)
    return try sheets(task)
  }

  static func sheets(_ task: MeasurementTask) throws -> [Measured] {
    try sheets(task.run(asOf: try #require(asOf)))
  }

  static func sheets(_ outcome: MeasurementOutcome) throws -> [Measured] {
    let node = JSONValue(try Node.json(SourceFile(path: "outcome.json", bytes: Array(outcome.json.utf8))))
    guard case .array(let sheets)? = node["sheets"] else { return [] }
    return sheets.map { Measured(node: $0, isComplete: outcome.isComplete) }
  }

  /// The first message of what is thrown; nil where nothing is.
  static func fault(_ body: () throws -> Void) throws -> String? {
    do {
      try body()
      return nil
    } catch let error as InputError {
      return error.diagnostics.first?.message
    }
  }
}

extension JSONValue {
  var numberValue: Double? { if case .number(let value) = self { value } else { nil } }
}
