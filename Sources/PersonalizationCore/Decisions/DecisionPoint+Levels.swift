internal import ConsentHistory
package import GovernanceModel
internal import PolicyEngine
package import Predicates
internal import RuleSets

/// At which level the rules of a purpose may read an attribute.
package struct ReadLevel: Hashable, Sendable {
  package var use: DataUse
  package var channel: Channel?
  package var attribute: AttributePath
  /// As the vocabulary says that it is held; nil where it does not say.
  package var held: Granularity?
  /// Nil: as it is held, or not at all.
  package var level: Granularity?
  package var isWithheld = false
  /// The control that asks for it.
  package var control: String?
}

extension DecisionPoint {
  /// For each purpose of the rules, in the order of the file, what they read, and at which level the guard lets them read it
  /// of somebody of whom nothing is known: where a control is for some people, as if it were for them.
  ///
  /// - Parameter more: attributes that are told besides those that the rules read.
  package func levels(at now: Instant, and more: [AttributePath] = []) -> [ReadLevel] {
    var known: Set<ReadLevel> = []
    var levels: [ReadLevel] = []
    for prepared in rules {
      guard let use = prepared.rule.use else { continue }
      var reads = prepared.reads
      for path in more where !reads.contains(where: { $0.path == path }) {
        reads.append((path, guardian.classified(path)))
      }
      for (path, read) in reads {
        var found = ReadLevel(use: use, channel: prepared.rule.channel, attribute: path, held: read.granularity)
        set(&found, of: read, for: prepared.rule.basis, at: now)
        if known.insert(found).inserted { levels.append(found) }
      }
    }
    return levels
  }

  private func set(_ found: inout ReadLevel, of read: AttributeRead, for basis: LegalBasis?, at now: Instant) {
    let use = UseRecord(
      subject: "", use: found.use, channel: found.channel, at: Moment(now), reads: [read], basis: basis)
    let answer = guardian.decide(
      use, history: ConsentTimeline([]),
      facts: ProfileFacts(profile: Profile(subject: ""), history: EventHistory(), now: now))
    if let coarser = answer.generalisations[read.attribute] {
      found.isWithheld = coarser.level.level == "none"
      (found.level, found.control) = (found.isWithheld ? nil : coarser.level, coarser.control)
    } else if let refusal = answer.refusals.first(where: { Self.ofReads.contains($0.verdict) }) {
      (found.isWithheld, found.control) = (true, refusal.control)
    }
  }

  /// Verdicts on what is read, whoever the person is.
  private static let ofReads: Set<Verdict> = [
    .violation(.tooFine), .violation(.prohibited), .violation(.inferred),
  ]
}
