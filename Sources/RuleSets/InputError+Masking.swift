package import GovernanceModel

extension InputError {
  /// The same with every word that looks personal covered: a rule file may name people, and its errors go to build logs.
  package var masked: InputError {
    InputError(
      diagnostics.map { diagnostic in
        Diagnostic(
          diagnostic.level, Self.masked(diagnostic.message), at: diagnostic.span,
          excerpt: diagnostic.excerpt.map(Self.masked), help: diagnostic.help.map(Self.masked))
      })
  }

  /// Words are set apart by blanks, quotes and the punctuation of YAML and JSON; the caret keeps its place.
  static func masked(_ text: String) -> String {
    var result = ""
    var word = ""
    func settled() -> String { PersonalLiteral.isPersonal(word) ? String(repeating: "•", count: word.count) : word }
    for character in text {
      if character.isWhitespace || "\"'`,;[]{}()<>".contains(character) {
        result += settled()
        result.append(character)
        word = ""
      } else {
        word.append(character)
      }
    }
    return result + settled()
  }
}
