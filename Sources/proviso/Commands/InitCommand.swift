internal import ArgumentParser
internal import Auditor
internal import Glibc
internal import GovernanceModel

struct InitCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Makes a project: proviso.yaml, a data map to fill in, a rule set, a pseudonym key, CI snippets.",
    discussion: """
      For example:
        proviso init                               in this folder
        proviso init --store shop.sqlite           with a data map of the tables that the store really has
        proviso init --store warehouse.duckdb      or exports/ with CSV, JSON Lines or Parquet files
        proviso init --store postgresql://me@db/shop
        proviso init --store sc://spark.example:15002

      No file that exists is overwritten.
      """)

  @Argument(help: "The folder.", completion: .directory) var folder = "."
  @Option(help: "A file, folder or address of a store whose tables the data map shall list.", completion: .file())
  var store: String?

  func run() throws {
    let scaffold = Scaffold(
      folder: folder, store: store, installation: try? ProjectOption.installation(), environment: Terminal.environment)
    let written = try scaffold.write(key: Self.randomBytes(32))
    for path in written.created { Terminal.complain("created  \(path)") }
    for path in written.kept { Terminal.complain("kept     \(path)") }
    Terminal.complain("next: say in maps/ what your columns hold, then run `proviso gate` and `proviso audit`")
  }

  /// The only random bytes of the product: the project's key.
  private static func randomBytes(_ count: Int) -> [UInt8] {
    var generator = SystemRandomNumberGenerator()
    return (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
  }
}
