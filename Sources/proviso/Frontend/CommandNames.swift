internal import ArgumentParser
internal import GovernanceModel

/// The names of the commands, for who misspells one: ArgumentParser suggests options, but no commands.
enum CommandNames {
  /// The command nearest to the word that the parser did not expect; nil for other messages, and where none is near.
  static func meant(by message: String) -> String? {
    // "Unexpected argument 'x'", "2 unexpected arguments: 'x', 'y'"
    let words = message.split(separator: "'", maxSplits: 2, omittingEmptySubsequences: false)
    guard words.count == 3, words[0].contains("nexpected argument") else { return nil }
    return nearestName(to: String(words[1]), among: names(below: Proviso.self))
  }

  private static func names(below command: any ParsableCommand.Type) -> [String] {
    command.configuration.subcommands.flatMap { own in
      (own.configuration.commandName.map { [$0] } ?? []) + names(below: own)
    }
  }
}
