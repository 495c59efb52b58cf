/// One thing that is wrong with an input, told to a person. A value, never an error.
///
/// Style: lower case, no full stop, the user's words in backticks, what was expected, help apart.
public struct Diagnostic: Hashable, Sendable {
  /// An error refuses the input; a warning or a note does not.
  public enum Level: String, Sendable, Hashable { case error, warning, note }

  public let level: Level
  public let message: String
  public let span: SourceSpan?
  /// The source line at `span`, for the excerpt with the caret.
  public let excerpt: String?
  /// How to mend it, such as "did you mean `maxAge`?".
  public let help: String?

  public init(
    _ level: Level, _ message: String, at span: SourceSpan? = nil, excerpt: String? = nil, help: String? = nil
  ) {
    self.level = level
    self.message = message
    self.span = span
    self.excerpt = excerpt
    self.help = help
  }
}

/// Input that cannot be used, with everything that is wrong with it.
public struct InputError: Error, Sendable {
  public let diagnostics: [Diagnostic]
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}
