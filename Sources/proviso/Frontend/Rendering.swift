internal import Auditor
internal import GovernanceModel

/// A report in the form that was asked for, with the terminal's width and colours where it is text.
enum Rendering {
  static func bytes(
    of report: Report, as format: ReportFormat, _ project: Project?, _ threshold: Threshold
  ) throws -> [UInt8] {
    var options = RenderOptions()
    (options.color, options.width) = (Terminal.colorOnOutput, Terminal.width)
    (options.threshold, options.project) = (threshold, project)
    return try Auditor.render(report, as: format, options)
  }
}
