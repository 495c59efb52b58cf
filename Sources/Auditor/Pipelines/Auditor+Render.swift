public import GovernanceModel
internal import Reporter

/// The forms of a report.
public enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, xml
}

extension Auditor {
  /// Writes a rendering, whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    try FileBytes.write(bytes, to: path)
  }

  /// A report in one of its forms, in UTF-8.
  ///
  /// - Parameters:
  ///   - color: ANSI colours in text.
  ///   - width: columns of text; nil does not wrap.
  ///   - failOn: from here on a finding of the gate is marked as blocking.
  public static func render(
    _ report: Report, as format: ReportFormat, color: Bool = false, width: Int? = nil, failOn: Severity = .info
  ) throws -> [UInt8] {
    switch format {
    case .xml: try Reporter.render(report, .xml)
    case .json: try Reporter.render(report, .json)
    case .text: try Reporter.render(report, .text(TextOptions(colour: color, width: width, failOn: failOn)))
    }
  }
}
