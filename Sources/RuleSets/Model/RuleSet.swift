package import GovernanceModel
package import Predicates

/// A rule set, whatever its format, lowered to one model.
package struct RuleSet: Sendable {
  package var id: String
  /// The name of its ``RuleSetFormat``.
  package var format: String
  package var path: String
  /// SHA-256 of the file's bytes.
  package var digest: String
  package var rules: [Rule]
  /// Segments that rules refer to, by id.
  package var segments: [String: Predicate]
  /// Where each segment is defined.
  package var segmentParts: [String: RulePart] = [:]
  /// Capitals of attribute paths mean nothing, as in SQL.
  package var areNamesFolded = false
  /// Points, tiers and rewards, if it has any.
  package var loyalty: LoyaltyProgramme?
}

/// A personalisation rule: whom it reaches, for what, with which data.
package struct Rule: Sendable {
  package var id: String
  package var tactic: Tactic?
  package var use: DataUse?
  /// What the format itself says of a rule's use, such as of a personalisation; what the project says goes before it.
  package var impliedUse: DataUse?
  package var channel: Channel?
  package var subjectType: DataSubject?
  package var basis: LegalBasis?
  package var owner: String?
  package var reviewed: Instant?
  package var expires: Instant?
  package var lookBack: CalendarPeriod?
  package var hasFrequencyCap: Bool
  /// The cap itself, where the format says it.
  package var cap: FrequencyCap?
  package var metric: RuleMetric?
  /// How its tactic goes about it.
  package var plan: TacticPlan?
  /// The rule whose decision this one serves in another channel.
  package var sameAs: String?
  /// How long one decision stands, in all channels.
  package var hold: CalendarPeriod?
  package var latency: CalendarPeriod
  /// Declared size of the audience, if any.
  package var estimatedAudience: Int?
  package var audience: Predicate
  /// Every attribute that the rule reads, each place once, in the order of the file.
  package var reads: [RuleRead]
  package var writes: [RuleRead]
  package var exports: [RuleExport]
  /// Literals that look like personal data.
  package var personalLiterals: [RulePart]
  package var opaque: [RulePart]
  /// References to segments or shared conditions that nothing defines.
  package var dangling: [RulePart]
  /// References to segments, in the order of the file; the text is the segment's id.
  package var references: [RulePart] = []
  /// Gaps and overlaps of the table that the rule is a row of, inputs that nothing reads.
  package var flaws: [RuleFlaw] = []
  /// What the rule does, in a normal form; rules with equal actions do the same.
  package var action: String?
  /// Places by name: `id`, `use`, `basis`, `owner`, `reviewed`, `expires`, `lookBack`, `audience`, `cap`.
  package var spans: RulePlaces
}

/// What a project says of rules whose format has no place for it; what a rule says itself goes first.
package struct RuleDefaults: Sendable, Hashable {
  package var use: DataUse?
  package var channel: Channel?
  package var basis: LegalBasis?
  package var owner: String?
  package var reviewed: Instant?
  package var expires: Instant?
  package var lookBack: CalendarPeriod?
  package var hasFrequencyCap = false
  package init() {}
}

extension RuleSet {
  /// The same rules with what they leave open filled in.
  package func filled(with defaults: RuleDefaults) -> RuleSet {
    if defaults == RuleDefaults(), !rules.contains(where: { $0.impliedUse != nil }) { return self }
    var filled = self
    for index in filled.rules.indices {
      filled.rules[index].use = rules[index].use ?? defaults.use ?? rules[index].impliedUse
      filled.rules[index].channel = rules[index].channel ?? defaults.channel
      filled.rules[index].basis = rules[index].basis ?? defaults.basis
      filled.rules[index].owner = rules[index].owner ?? defaults.owner
      filled.rules[index].reviewed = rules[index].reviewed ?? defaults.reviewed
      filled.rules[index].expires = rules[index].expires ?? defaults.expires
      filled.rules[index].lookBack = rules[index].lookBack ?? defaults.lookBack
      filled.rules[index].hasFrequencyCap = rules[index].hasFrequencyCap || defaults.hasFrequencyCap
    }
    return filled
  }
}

/// An attribute and where the rule names it.
package struct RuleRead: Sendable, Hashable {
  package var path: AttributePath
  package var place: RulePart
  /// A freshness condition beside it in a conjunction bounds its age to this.
  package var freshWithin: CalendarPeriod?
  package init(path: AttributePath, place: RulePart, freshWithin: CalendarPeriod? = nil) {
    (self.path, self.place, self.freshWithin) = (path, place, freshWithin)
  }
}

/// Data that leaves through the rule.
package struct RuleExport: Sendable, Hashable {
  package var recipient: String
  package var paths: [AttributePath]
  /// The whole profile (`*`).
  package var isWildcard: Bool
  package var place: RulePart
  /// Nil: not said.
  package var isSale: Bool?
  /// ISO 3166-1 alpha-2.
  package var country: String?
  package var safeguard: String?
  package init(recipient: String, paths: [AttributePath], isWildcard: Bool, place: RulePart) {
    (self.recipient, self.paths, self.isWildcard, self.place) = (recipient, paths, isWildcard, place)
  }
}
