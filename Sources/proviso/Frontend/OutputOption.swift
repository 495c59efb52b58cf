internal import ArgumentParser
internal import Auditor
internal import GovernanceModel

/// `--format` for standard output and `-o format:file` for files, several at once.
struct OutputOption: ParsableArguments {
  @Option(name: .long, help: "What to print: text, json, xml, sarif, junit, github, markdown or gitlab.")
  var format: ReportFormat = .text

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp(
      "Also write a file, as in sarif:gate.sarif; `-` prints it. May be given several times.", valueName: "format:file")
  )
  var output: [OutputFile] = []

  @Flag(help: "Add a Markdown summary to the file that $GITHUB_STEP_SUMMARY names.") var githubSummary = false

  @Flag(name: .shortAndLong, help: "Print no report; the exit code and the files say it.") var quiet = false

  func validate() throws {
    var seen: Set<String> = []
    for file in output where file.path != "-" && !seen.insert(file.path).inserted {
      throw ValidationError("two outputs go to '\(file.path)'")
    }
    if githubSummary, Self.summaryPath == nil {
      throw ValidationError("--github-summary needs the environment variable GITHUB_STEP_SUMMARY")
    }
  }

  private static var summaryPath: String? {
    Terminal.environment("GITHUB_STEP_SUMMARY").flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Makes every form, then writes the files, then prints: when one cannot be made, none is written.
  func deliver(_ report: Report, _ project: Project?, _ threshold: Threshold, xml: [UInt8]? = nil) throws {
    func bytes(_ format: ReportFormat) throws -> [UInt8] {
      if format == .xml, let xml { return xml }
      return try Rendering.bytes(of: report, as: format, project, threshold)
    }
    let files = try output.map { (path: $0.path, bytes: try bytes($0.format)) }
    let summary = githubSummary ? try bytes(.markdown) : nil
    let printed = quiet ? nil : try bytes(format)
    for file in files where file.path != "-" {
      try Auditor.write(file.bytes, to: file.path)
      Terminal.complain("wrote \(file.path)")
    }
    if let summary, let path = Self.summaryPath { try Auditor.append(summary, to: path) }
    for file in files where file.path == "-" { try Terminal.write(file.bytes) }
    if let printed { try Terminal.write(printed) }
  }
}

/// A format and where to write it.
struct OutputFile: ExpressibleByArgument {
  let format: ReportFormat
  let path: String

  init?(argument: String) {
    let parts = argument.split(separator: ":", maxSplits: 1)
    guard parts.count == 2, let format = ReportFormat(rawValue: String(parts[0])) else { return nil }
    (self.format, path) = (format, String(parts[1]))
  }
}
