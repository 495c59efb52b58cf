internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Liquid, with the extensions of Braze, Customer.io and Shopify: what a message reads and gives away.
  package static let liquid = RuleSetFormat(
    name: "liquid", syntax: .text, extensions: [".liquid"],
    recognises: { _, file in TemplateLanguage.of(file) == .liquid },
    lower: { document, _ throws(InputError) in
      RuleSet.template(document.file, "liquid", try LiquidReader.read(document.file))
    },
    evaluate: { _, _ throws(EvaluationError) in throw .notEvaluated("a template is read, not rendered") })

  /// Handlebars and Mustache.
  package static let handlebars = RuleSetFormat(
    name: "handlebars", syntax: .text, extensions: [".hbs", ".handlebars", ".mustache"],
    recognises: { _, file in TemplateLanguage.of(file) == .handlebars },
    lower: { document, _ throws(InputError) in
      RuleSet.template(document.file, "handlebars", try HandlebarsReader.read(document.file))
    },
    evaluate: { _, _ throws(EvaluationError) in throw .notEvaluated("a template is read, not rendered") })
}

extension EvaluationError {
  /// The format says who reads what; it decides nothing that could be evaluated.
  static func notEvaluated(_ why: String) -> EvaluationError { EvaluationError("not evaluated", detail: why) }
}

/// Which language the tags of a text belong to.
private enum TemplateLanguage {
  case liquid, handlebars

  static func of(_ file: SourceFile) -> TemplateLanguage? {
    let path = file.path.lowercased()
    if path.hasSuffix(".liquid") { return .liquid }
    if [".hbs", ".handlebars", ".mustache"].contains(where: path.hasSuffix) { return .handlebars }
    let text = file.text
    if text.contains("{%") || text.contains("${") { return text.contains("{{") || text.contains("{%") ? .liquid : nil }
    guard text.contains("{{") else { return nil }
    // An output alone is the same in both; filters are Liquid's, blocks and partials those of Handlebars.
    return ["{{#", "{{/", "{{>", "{{{", "{{~", "{{^", "{{else"].contains(where: text.contains) ? .handlebars : .liquid
  }
}

extension RuleSet {
  /// One rule for everybody who gets the message.
  fileprivate static func template(_ file: SourceFile, _ format: String, _ notes: RuleNotes) -> RuleSet {
    let id = RuleSet.identifier(ofPath: file.path)
    let place = notes.part(Node.Position(line: 1, column: 1), 1, id)
    return RuleSet(
      id: id, format: format, path: file.path, digest: SHA256Digest.hexadecimal(of: file.bytes),
      rules: [Rule(id: id, audience: .constant(true), notes: notes, place: place)], segments: [:])
  }
}
