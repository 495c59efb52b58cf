internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets
internal import SourceDocuments

extension GateRun {
  /// Why the rule's use says nothing at all; nil where it is one of the vocabulary.
  func unusableUse(_ rule: RuleCase) -> String? {
    guard let use = rule.rule.use else {
      return "it names no data use; add `use:` to the rule, or to its rule set in proviso.yaml"
    }
    guard !index.isKnown(use) else { return nil }
    let near = nearestName(to: use.key, among: vocabulary.uses.keys).map { "; did you mean `\($0)`?" } ?? ""
    return "`\(use)` is no data use of the vocabulary\(near)"
  }

  /// A use that is too coarse for a control, or one without its channel.
  func tooCoarse(_ rule: RuleCase) -> RuleFinding {
    RuleFinding(
      .unverifiable(.useTooCoarse), at: rule.part("channel", "use"), "too coarse to tell whether the control applies",
      help: rule.rule.use.map { "name the use that lies below `\($0)`, and the channel" })
  }

  /// Turns findings into observations; of those that are one to a fingerprint the first one stands, with how many there
  /// are: a place mended must not hide a place made.
  mutating func report(
    _ findings: [RuleFinding], _ number: Int, _ rule: RuleCase, _ set: RuleSet, _ sources: MaskedLines
  ) {
    let control = index.controls[number].control
    let pack = gate.policies.packs[index.controls[number].pack]
    func locus(_ finding: RuleFinding) -> Locus {
      Locus(attribute: finding.attribute, category: finding.category, use: rule.use, channel: rule.channel)
    }
    let identities = findings.map { Identity(locus: locus($0), verdict: $0.verdict) }
    let numbers = findings.count > 1 ? Dictionary(identities.map { ($0, 1) }, uniquingKeysWith: +) : [:]
    var seen: Set<Identity> = []
    for (finding, identity) in zip(findings, identities) where seen.insert(identity).inserted {
      let occurrences = numbers[identity].flatMap { $0 > 1 ? $0 : nil }
      var places: [Place] = []
      if let part = finding.part { places.append(sources.place(part, finding.label)) }
      places.append(asked(control))
      for part in finding.others { places.append(sources.place(part, "the other one")) }
      result.observations.append(
        Observation(
          pack: pack.id, control: control.id, asset: .rule(set: set.id, rule: rule.rule.id), locus: identity.locus,
          verdict: finding.verdict, counts: Counts(records: finding.records ?? occurrences),
          parameters: index.controls[number].parameters + finding.parameters, places: places, help: finding.help,
          example: finding.example))
    }
  }

  private struct Identity: Hashable {
    let locus: Locus
    let verdict: Verdict
  }

  /// The requirement in the policy.
  private func asked(_ control: Control) -> Place {
    let span = control.requirementSpan
    return Place(span: span, label: "asked here", excerpt: gate.policyFiles[span.file]?.line(span.line) ?? "")
  }
}

/// The lines of a rule file with everything that looks personal covered, so that no report shows it.
struct MaskedLines {
  private var spans: [Int: [SourceSpan]] = [:]

  init(_ set: RuleSet) {
    for place in set.rules.indices {
      for part in set.rules[place].personalLiterals { spans[part.span.line, default: []].append(part.span) }
    }
  }

  func place(_ part: RulePart, _ label: String) -> Place {
    Place(span: part.span, label: label, excerpt: masked(part))
  }

  private func masked(_ part: RulePart) -> String {
    guard let covered = spans[part.span.line] else { return PersonalLiteral.masked(part.excerpt) }
    var scalars = Array(part.excerpt.unicodeScalars)
    for span in covered {
      let start = min(max(0, span.column - 1), scalars.count)
      for index in start..<min(scalars.count, start + span.length) { scalars[index] = "•" }
    }
    var text = String.UnicodeScalarView()
    text.append(contentsOf: scalars)
    return PersonalLiteral.masked(String(text))
  }
}
