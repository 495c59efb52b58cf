package import GovernanceModel

/// How text for people is laid out.
package struct TextOptions: Sendable {
  /// ANSI colours; the caller asks for them on a terminal without `NO_COLOR`.
  package var colour: Bool
  /// Columns to fill; nil does not wrap.
  package var width: Int?
  /// What is marked as blocking (gate).
  package var threshold: Threshold
  /// Where the report XML was put, and its SHA-256.
  package var file: (path: String, digest: String)?

  package init(
    colour: Bool = false, width: Int? = nil, threshold: Threshold = Threshold(failOn: .low),
    file: (path: String, digest: String)? = nil
  ) {
    (self.colour, self.width, self.threshold, self.file) = (colour, width, threshold, file)
  }
}

/// Text for people: the officer's view of an audit, the engineer's view of a gate.
package enum ReportText {
  /// Ends in a line feed. Control characters of the inputs never reach the terminal.
  package static func text(of report: Report, _ options: TextOptions = TextOptions()) -> String {
    switch report.kind {
    case .audit: AuditText(report, options).text()
    case .gate: GateText(report, options).text()
    }
  }
}
