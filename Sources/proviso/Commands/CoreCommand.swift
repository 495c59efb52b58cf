internal import ArgumentParser

struct CoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "core", abstract: "The personalisation core: what it does, and what it brings.",
    subcommands: [CoreMeasureCommand.self])
}
