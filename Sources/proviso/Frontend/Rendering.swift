internal import Auditor
internal import GovernanceModel

/// A report in the form that was asked for, with the terminal's width and colours where it is text.
enum Rendering {
  static func bytes(of report: Report, as format: ReportFormat, failOn: Severity = .info) throws -> [UInt8] {
    try Auditor.render(report, as: format, color: Terminal.colorOnOutput, width: Terminal.width, failOn: failOn)
  }
}
