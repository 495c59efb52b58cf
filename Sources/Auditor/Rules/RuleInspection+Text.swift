public import GovernanceModel
internal import Predicates
internal import RuleSets
internal import SourceDocuments

extension RuleInspection {
  /// What each rule lowers to, for people. Literals that name somebody are shown by their kind only.
  public func text(rule id: String? = nil) throws(InputError) -> String {
    let rules = try rules(id)
    var lines = [
      "\(ruleSet.path): \(ruleSet.format), \(ruleSet.rules.count) rule\(ruleSet.rules.count == 1 ? "" : "s")"
    ]
    for rule in rules {
      lines += ["", heading(rule)]
      lines += RuleWords.audience(rule).conditionText.wrapped(first: "  audience  ")
      lines += section("reads", rule.reads.map { ($0.path.text, $0.place) })
      lines += section("writes", rule.writes.map { ($0.path.text, $0.place) })
      lines += section("exports", rule.exports.map { (RuleWords.export($0), $0.place) })
      lines += section("literals", RuleWords.literals(rule))
      lines += section("opaque", rule.opaque.map { ($0.text, $0) })
      lines += section("dangling", rule.dangling.map { ($0.text, $0) })
      lines += section("segments", rule.references.map { ($0.text, $0) })
    }
    for (id, predicate) in ruleSet.segments.sorted(by: { $0.key < $1.key }) {
      lines += ["", "segment \(id)"] + predicate.withoutPersonalLiterals.conditionText.wrapped(first: "  audience  ")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func heading(_ rule: Rule) -> String {
    var words = ["rule \(rule.id)"]
    if let use = rule.use { words.append("for \(use)") }
    if let channel = rule.channel { words.append("by \(channel)") }
    if let place = rule.spans["id"] { words.append("at \(place.span.line):\(place.span.column)") }
    return words.joined(separator: " ")
  }

  /// One line an entry, the first behind the name of the section.
  private func section(_ name: String, _ entries: [(text: String, place: RulePart)]) -> [String] {
    entries.enumerated().map { index, entry in
      let title = index == 0 ? name : ""
      let padding = String(repeating: " ", count: max(1, 10 - title.count))
      let span = entry.place.span
      return "  \(title)\(padding)\(entry.text)  \(span.line):\(span.column)+\(span.length)"
    }
  }
}

extension String {
  /// The text behind a title; long conditions stay on one line, so that other programs can read them.
  fileprivate func wrapped(first title: String) -> [String] { [title + self] }
}

/// What is said of rules in both forms of output.
enum RuleWords {
  /// The audience without values that name people: those that look so, and those at a place that is noted as personal.
  static func audience(_ rule: Rule) -> Predicate {
    let personal = Set(rule.personalLiterals.compactMap(\.literal))
    return rule.audience.masked { path, value in
      RuleNotes.identifies(path.text) || personal.contains(value.literalText) || personal.contains(value.quotedText)
    }
  }

  static func export(_ export: RuleExport) -> String {
    let paths = export.isWildcard ? ["the whole profile"] : export.paths.map(\.text)
    return "\(paths.joined(separator: ", ")) to \(export.recipient)"
  }

  /// The kinds of literals, with the places of those that are personal.
  static func literals(_ rule: Rule) -> [(text: String, place: RulePart)] {
    rule.personalLiterals.map { ("personal: \($0.text)", $0) }
  }
}

extension RulePart {
  /// The literal as it stands in the file; nil when it does not stand on one line.
  fileprivate var literal: String? {
    let scalars = Array(excerpt.unicodeScalars)
    guard span.column >= 1, span.column - 1 + span.length <= scalars.count else { return nil }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars[(span.column - 1)..<(span.column - 1 + span.length)])
    return String(text)
  }
}

extension Value {
  fileprivate var quotedText: String {
    if case .text(let text) = self { "\"\(text)\"" } else { literalText }
  }
}
