internal import GovernanceModel
internal import PolicyEngine
internal import RuleScanner
internal import RuleSets

extension Auditor {
  /// Who is newly reached and who no longer, use by use, then rule by rule, each with an example person.
  func changes(from old: [RuleSetRequest], to new: [RuleSetRequest]) throws -> [Diagnostic] {
    let comparison = RuleSetComparison.compare(
      old: try RuleSetShelf.load(old).ruleSets, new: try RuleSetShelf.load(new).ruleSets, asOf: asOf,
      channelUses: project.policies.vocabulary.channelUses)
    let uses = comparison.uses.flatMap { change in
      let name = [change.use?.key, change.channel?.name].compactMap { $0 }.joined(separator: " by ")
      let subject = name.isEmpty ? "without a use" : name
      return [
        Self.note("\(subject): newly reached", change.reachedBy, change.reached),
        Self.note("\(subject): no longer reached", change.lostBy, change.lost),
      ]
    }
    let rules = comparison.rules.flatMap { change in
      let subject = "rule `\(change.set)/\(change.rule)`, \(change.kind.rawValue)"
      return [
        Self.note("\(subject): newly reached", nil, change.reached, at: change.place),
        Self.note("\(subject): no longer reached", nil, change.lost, at: change.place),
      ]
    }
    let faults = comparison.faults.map { Diagnostic(.warning, "a proof has a defect: \($0.subject)") }
    return (uses + rules).compactMap(\.self) + faults
  }

  /// Nil where certainly nobody is.
  private static func note(_ words: String, _ rule: String?, _ reach: Reach, at place: RulePart? = nil) -> Diagnostic? {
    let by = rule.map { ", through rule `\($0)`" } ?? ""
    let text: String
    switch reach {
    case .nobody: return nil
    case .somebody: text = "\(words)\(by), for example \(reach.example ?? "somebody")"
    case .undecided(let reason): text = "\(words)\(by): could not be told (\(reason.rawValue))"
    }
    return Diagnostic(.note, text, at: place?.span, excerpt: place?.excerpt)
  }
}
