internal import ArgumentParser

@main
struct Proviso: ParsableCommand {
  static let configuration = CommandConfiguration(commandName: "proviso", abstract: "Audits data use against policy.")
}
