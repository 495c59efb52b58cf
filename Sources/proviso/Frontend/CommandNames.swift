internal import ArgumentParser
internal import GovernanceModel

/// The names of the commands, for who misspells one: ArgumentParser suggests options, but no commands.
enum CommandNames {
  /// The command nearest to the word that the parser did not expect; nil for other messages, and where none is near.
  static func meant(by message: String) -> String? {
    let start = "Error: Unexpected argument '"
    guard message.hasPrefix(start) else { return nil }
    let word = message.dropFirst(start.count).prefix { $0 != "'" }
    return nearestName(to: String(word), among: names(below: Proviso.self))
  }

  private static func names(below command: any ParsableCommand.Type) -> [String] {
    command.configuration.subcommands.flatMap { own in
      (own.configuration.commandName.map { [$0] } ?? []) + names(below: own)
    }
  }
}
