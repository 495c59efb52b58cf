internal import GovernanceModel
internal import SourceDocuments

/// The figures of one table.
public struct MeasurementOutcome: Sendable {
  private let sheets: [Sheet]
  private let asOf: Instant
  private let leftOut: Int
  private let records: Int

  private struct Sheet: Sendable {
    let text: String
    let json: JSONValue
  }

  init(_ sheets: [MeasurementSheet], asOf: Instant) {
    self.sheets = sheets.map { Sheet(text: $0.text, json: $0.json) }
    self.asOf = asOf
    (leftOut, records) = (sheets.reduce(0) { $0 + $1.leftOut }, sheets.first?.records ?? 0)
  }

  /// Every record was measured, and there was one.
  public var isComplete: Bool { leftOut == 0 && records > 0 }

  public var text: String { "as of \(asOf)\n" + sheets.map(\.text).joined() }

  /// `{"asOf", "sheets": [...]}`, one sheet a table or part of it.
  public var json: String {
    JSONValue.object(["asOf": .text("\(asOf)"), "sheets": .array(sheets.map(\.json))]).jsonText + "\n"
  }
}
