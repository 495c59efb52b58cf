public import GovernanceModel
internal import Reporter

/// The forms of a report.
public enum ReportFormat: String, CaseIterable, Sendable {
  case text, json, xml, sarif, junit
  /// Annotations of GitHub Actions; a job summary in Markdown; GitLab's code quality report.
  case github, markdown, gitlab
}

/// How a report is shown.
public struct RenderOptions: Sendable {
  /// ANSI colours in text.
  public var color = false
  /// Columns of text; nil does not wrap.
  public var width: Int?
  /// What is marked as blocking.
  public var threshold = Threshold()
  /// The project whose files stand for findings without a place; nil for a report alone.
  public var project: Project?
  public init() {}
}

extension Auditor {
  /// The bytes of a file that a command names.
  public static func read(_ path: String) throws(InputError) -> [UInt8] { try FileBytes.read(path) }

  /// Writes a rendering, whole or not at all.
  public static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    try FileBytes.write(bytes, to: path)
  }

  /// Adds to a file that others write too, such as a job's summary.
  public static func append(_ bytes: [UInt8], to path: String) throws(InputError) {
    try FileBytes.append(bytes, to: path)
  }

  /// A report in one of its forms, in UTF-8.
  public static func render(_ report: Report, as format: ReportFormat, _ options: RenderOptions) throws -> [UInt8] {
    let threshold = options.threshold
    switch format {
    case .xml: return try Reporter.render(report, .xml)
    case .json: return try Reporter.render(report, .json)
    case .text:
      let text = TextOptions(colour: options.color, width: options.width, threshold: threshold)
      return try Reporter.render(report, .text(text))
    case .sarif: return try Reporter.render(report, .sarif(threshold, anchors(options.project)))
    case .junit: return try Reporter.render(report, .junit(threshold))
    case .github: return try Reporter.render(report, .github(threshold, anchors(options.project)))
    case .markdown: return try Reporter.render(report, .markdown(threshold, anchors(options.project)))
    case .gitlab: return try Reporter.render(report, .gitlab(anchors(options.project)))
    }
  }

  /// Files as the repository around the working directory names them.
  private static func anchors(_ project: Project?) -> Anchors {
    let here = RepositoryPlace.ofWorkingDirectory()
    return Anchors(
      prefix: here?.prefix ?? "", root: here?.root, project: project?.path ?? "proviso.yaml",
      maps: Dictionary(project?.stores.map { ($0.name, $0.mapPath) } ?? []) { first, _ in first })
  }
}
