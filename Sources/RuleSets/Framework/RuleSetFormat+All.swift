extension RuleSetFormat {
  /// Every format, in the order in which a document's content is shown to them.
  package static let all: [RuleSetFormat] = [
    .unomi,
    .native,
  ]
}
