internal import ArgumentParser
internal import GovernanceModel

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
        proviso consent decode CQd924AQd924AASACCENCNFsAP_gAEIAACiQL6QBAAGAAOANmAcAF9IAIADgAA.IL6A
        proviso consent decode --as usnat BVVVkkkkkpFY      one section of GPP by itself
        proviso consent decode --format json - < strings    one line of JSON a string, {"error": reason} where there is none

      A line of standard input may also be {"string": ..., "as": ...}. Strings are personal data: none is shown again.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Argument(help: "The string, or - to read one a line from standard input.") var text: String
  @Option(name: .customLong("as"), help: "What the string is: tcf, gpp, uspv1, gcs, gcd or a section such as usnat.")
  var kind: String?
  @Option(help: "text or json (the field names of the standards' reference decoders).") var format = Format.text
  @OptionGroup var asOf: AsOfOption

  func run() throws {
    let decoding = SignalDecoding(kind: kind, isJSON: format == .json, instant: asOf.instant)
    guard text == "-" else { return try Terminal.print(decoding.answer(text)) }
    var count = 0
    while let line = readLine() {
      guard line.contains(where: { !$0.isWhitespace }) else { continue }
      count += 1
      try Terminal.print(decoding.line(line))
    }
    if count == 0 { throw ExitStatus.incomplete }
  }
}
