internal import ArgumentParser
internal import Auditor

/// `--format` for standard output and `-o format:file` for files, several at once.
struct OutputOption: ParsableArguments {
  @Option(name: .long, help: "What to print: text, json or xml.") var format: ReportFormat = .text

  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Also write a file, as in xml:audit.xml; may be given several times.", valueName: "format:file"))
  var output: [OutputFile] = []

  @Flag(name: .shortAndLong, help: "Print no report; the exit code and the files say it.") var quiet = false

  /// Writes the files, then prints; a file is written whole or not at all.
  func deliver(_ rendering: (ReportFormat) throws -> [UInt8]) throws {
    for file in output {
      try Auditor.write(rendering(file.format), to: file.path)
      Terminal.complain("wrote \(file.path)")
    }
    if !quiet { try Terminal.write(rendering(format)) }
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
