internal import ArgumentParser
internal import Auditor
internal import ConsentSignals
internal import GovernanceModel
internal import SourceDocuments

struct ConsentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "consent", abstract: "Reads the forms in which consent is recorded and sent.",
    subcommands: [ConsentDecodeCommand.self, ConsentImportCommand.self, ConsentStatusCommand.self])
}

struct ConsentDecodeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "decode",
    abstract: "Decodes TC, GPP, US Privacy and Google Consent Mode strings: what they permit, what is wrong with them.",
    discussion: """
      For example:
        proviso consent decode CPXxRfAPXxRfAAfKABENB-CgAAAAAAAAAAYgAAAAAAAA
        proviso consent decode CQh-8AAQh-8A... --vendor 755 --gvl vendor-list.json
        proviso consent decode --as usnat BVVVkkkkkpFY   one section of GPP
        proviso consent decode --format json - < strings   one line a string

      A line of standard input may also be {"string": ..., "as": ...}. Strings are personal data: none is shown again.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "The string, or - to read one a line from standard input.") var text: String
  @Option(name: .customLong("as"), help: "What the string is: tcf, gpp, uspv1, gcs, gcd or a section such as usnat.")
  var kind: String?
  @Option(help: "text or json (the field names of the standards' reference decoders).") var format = Format.text
  @Option(help: "A vendor whose permissions, retention and declared data are told; needs --gvl.") var vendor: Int?
  @Option(help: "The Global Vendor List of the string's version, a JSON file.", completion: .file(extensions: ["json"]))
  var gvl: String?
  @OptionGroup var asOf: AsOfOption

  func validate() throws {
    if (vendor == nil) != (gvl == nil) { throw ValidationError("--vendor and --gvl go together") }
  }

  func run() throws {
    var decoding = SignalDecoding(kind: kind, isJSON: format == .json, instant: asOf.instant)
    if let vendor, let gvl {
      decoding.vendor = (vendor, try GlobalVendorList(SourceFile(path: gvl, bytes: try Auditor.read(gvl))))
    }
    guard text == "-" else { return try Terminal.print(decoding.answer(text)) }
    var count = 0
    while let line = readLine() {
      count += 1
      try Terminal.print(decoding.line(line))
    }
    if count == 0 { throw ExitStatus.incomplete }
  }
}
