internal import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import Predicates
internal import RuleSets
internal import SourceDocuments

extension Auditor {
  /// For each purpose of the project's rules, at which level each attribute may be read; needs no store.
  ///
  /// - Parameter isComplete: every attribute with a level that the vocabularies know, also those that no rule reads.
  public func levels(ofAll isComplete: Bool) throws -> CoreTable {
    let shelf = try RuleSetShelf.load(project.ruleSets)
    guard shelf.ruleSets.contains(where: { !$0.rules.isEmpty }) else {
      throw InputError([Diagnostic(.error, "the project has no rule", help: "name rule sets under `ruleSets:`")])
    }
    let known = isComplete ? project.policies.vocabulary.attributes.filter { $0.granularity != nil } : []
    let guardian = Guard(project.policies, context: JudgeContext(project.policies, isOptOutSourceComplete: true))
    let found = shelf.ruleSets.flatMap { ruleSet in
      DecisionPoint(ruleSet: ruleSet, guard: guardian).levels(at: asOf, and: known.map { AttributePath($0.glob) })
    }
    var table = CoreTable(
      "levels of attributes by purpose as of \(asOf)", ["use", "channel", "attribute", "held at", "used at", "control"])
    table.rows = Set(found).sorted(by: Self.precedes).map { read in
      [
        .text(read.use.key), read.channel.map { .text($0.name) } ?? .none, .text(read.attribute.text),
        read.held.map { .text($0.description) } ?? .none,
        .text(read.isWithheld ? "not at all" : read.level?.description ?? read.held?.description ?? "as held"),
        read.control.map { .text($0) } ?? .none,
      ]
    }
    table.notes.append("  of somebody of whom nothing is known; `proviso decide` says what holds for one person")
    return table
  }

  private static func precedes(_ left: ReadLevel, _ right: ReadLevel) -> Bool {
    (left.use.key, left.channel?.name ?? "", left.attribute.text, left.control ?? "")
      < (right.use.key, right.channel?.name ?? "", right.attribute.text, right.control ?? "")
  }
}
