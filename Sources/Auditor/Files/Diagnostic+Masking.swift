internal import GovernanceModel
internal import RuleSets

extension InputError {
  /// The same, with every word covered that looks like an e-mail address, a telephone number, an IBAN or an IP address:
  /// a rule or a policy may hold one, and an error shows the line that it is about.
  var withoutPersonalWords: InputError { InputError(diagnostics.map(\.withoutPersonalWords)) }
}

extension Diagnostic {
  var withoutPersonalWords: Diagnostic {
    Diagnostic(
      level, PersonalLiteral.masked(message), at: span, excerpt: excerpt.map(PersonalLiteral.masked),
      help: help.map(PersonalLiteral.masked))
  }
}
