internal import ConsentHistory
package import GovernanceModel
package import PolicyEngine
internal import Predicates

/// What only proofs can tell of policies: controls that nobody can meet, that everybody meets, that another makes needless,
/// and controls that exclude each other. Joins `PolicySet.lint()`, which asks what can be read off.
package struct PolicyProver {
  private let policies: PolicySet
  private let asOf: Instant
  private let prover = RuleProver()

  /// - Parameter asOf: conditions that read the clock are judged within a year from here.
  package init(_ policies: PolicySet, asOf: Instant) { (self.policies, self.asOf) = (policies, asOf) }

  /// An eligibility with the people and uses that it is for.
  private struct Asked {
    let pack: Pack
    let control: Control
    let condition: Predicate
    /// Those whom the pack is for.
    var scope: [Question.Goal] {
      pack.scope.map { [.condition($0, pack.appliesWhenUnknown ? .notFails : .holds)] } ?? []
    }
  }

  /// Warnings in the order of packs and controls.
  package func lint() -> [Diagnostic] {
    var found = policies.packs.compactMap(emptiness)
    let controls = policies.packs.flatMap { pack in pack.controls.map { (pack, $0) } }
    let asked = controls.compactMap { pack, control -> Asked? in
      guard case .eligibility(let condition) = control.requirement else { return nil }
      return Asked(pack: pack, control: control, condition: condition)
    }
    let alone = asked.map(own)
    found += alone.compactMap { $0 }
    let sound = asked.indices.filter { alone[$0] == nil }.map { asked[$0] }
    for (index, later) in sound.enumerated() {
      for earlier in sound[..<index] { if let told = pair(earlier, later) { found.append(told) } }
    }
    found += consents(controls)
    return found
  }

  private func isMet(_ goals: [Question.Goal]) -> Satisfiability {
    prover.satisfiability(
      of: Question(goals, from: asOf, through: CalendarPeriod(months: 12).added(to: asOf)))
  }

  /// A pack that is for nobody.
  private func emptiness(_ pack: Pack) -> Diagnostic? {
    guard let scope = pack.scope, let first = pack.controls.first, scope.simplified() != .constant(false),
      isMet([.condition(scope, pack.appliesWhenUnknown ? .notFails : .holds)]) == .unsatisfiable
    else { return nil }
    return Diagnostic(
      .warning, "the pack `\(pack.id)` is for nobody: its `applies` excludes everyone", at: first.span,
      help: "correct `applies`; none of its controls ever asks anything")
  }

  /// A condition that nobody in scope can meet, or everybody does.
  private func own(_ asked: Asked) -> Diagnostic? {
    let id = "`\(asked.control.id)`"
    guard isMet(asked.scope) == .satisfiable else { return nil }
    if isMet(asked.scope + [.condition(asked.condition, .holds)]) == .unsatisfiable {
      return Diagnostic(
        .warning, "\(id) is dead: nobody can meet its condition, so that it forbids every use", at: asked.control.span,
        help: contradiction(asked.condition) ?? "correct the condition, or say `prohibit`")
    }
    if isMet(asked.scope + [.condition(asked.condition, .notHolds)]) == .unsatisfiable {
      return Diagnostic(
        .warning, "\(id) asks nothing: everybody whom its pack is for meets its condition", at: asked.control.span,
        help: "drop it, or correct the condition")
    }
    return nil
  }

  /// The parts that exclude each other.
  private func contradiction(_ condition: Predicate) -> String? {
    let parts = Conjunction(condition).parts
    let core = prover.contradiction(among: parts, from: asOf, through: CalendarPeriod(months: 12).added(to: asOf))
    guard let core, core.count > 1 else { return nil }
    return "nobody meets " + core.map { "`\(parts[$0].shownText)`" }.joined(separator: " and ")
  }

  /// Two eligibilities over the same uses: one that follows from the other, or two that exclude each other.
  private func pair(_ earlier: Asked, _ later: Asked) -> Diagnostic? {
    // Equal ones are told by what can be read off.
    if earlier.control.requirementDigest == later.control.requirementDigest { return nil }
    for (one, other) in [(later, earlier), (earlier, later)]
    where one.control.appliesTo.isWithin(other.control.appliesTo) && other.control.law.covers(one.control.law) {
      let isCovered =
        other.pack.scope == nil
        || isMet(
          one.scope + [
            .condition(other.pack.scope ?? .constant(true), other.pack.appliesWhenUnknown ? .fails : .notHolds)
          ])
          == .unsatisfiable
      let follows =
        isCovered
        && isMet(one.scope + [.condition(other.condition, .holds), .condition(one.condition, .notHolds)])
          == .unsatisfiable
      if follows {
        return Diagnostic(
          .warning, "`\(one.control.id)` adds nothing: whoever meets `\(other.control.id)` meets it",
          at: one.control.span, help: "drop it, or ask more")
      }
    }
    guard later.control.appliesTo.overlaps(earlier.control.appliesTo),
      isMet(earlier.scope + later.scope) == .satisfiable,
      isMet(earlier.scope + later.scope + [.condition(earlier.condition, .holds), .condition(later.condition, .holds)])
        == .unsatisfiable
    else { return nil }
    return Diagnostic(
      .warning, "`\(later.control.id)` contradicts `\(earlier.control.id)`: nobody whom both are for can meet both",
      at: later.control.span, help: "narrow one of the two; together they forbid every use")
  }

  /// Consent controls of which one asks no more than another of the same or more.
  private func consents(_ controls: [(Pack, Control)]) -> [Diagnostic] {
    let asked = controls.compactMap { pack, control -> (pack: Pack, control: Control, asked: ConsentRequirement)? in
      if case .consent(let requirement) = control.requirement { (pack, control, requirement) } else { nil }
    }
    var found: [Diagnostic] = []
    for (index, one) in asked.enumerated() {
      let other = asked.enumerated().first { place, other in
        place != index && one.control.requirementDigest != other.control.requirementDigest
          && one.pack.scope == other.pack.scope && one.pack.appliesWhenUnknown == other.pack.appliesWhenUnknown
          && one.control.appliesTo.isWithin(other.control.appliesTo) && other.control.law.covers(one.control.law)
          && other.asked.isStricter(than: one.asked)
      }?.element
      guard let other else { continue }
      found.append(
        Diagnostic(
          .warning, "`\(one.control.id)` adds nothing: a consent that `\(other.control.id)` accepts always meets it",
          at: one.control.span, help: "drop it, or ask more"))
    }
    return found
  }
}

extension Law {
  /// In force whenever the other is.
  fileprivate func covers(_ other: Law) -> Bool {
    (inForce ?? .distantPast) <= (other.inForce ?? .distantPast)
      && (other.until ?? .distantFuture) <= (until ?? .distantFuture)
  }
}

extension Applicability {
  /// Some use may be one that both apply to.
  fileprivate func overlaps(_ other: Applicability) -> Bool {
    func meet<Key: TaxonomyKey>(_ own: [Key], _ theirs: [Key]) -> Bool {
      own.isEmpty || theirs.isEmpty
        || own.contains { one in theirs.contains { one.isSameOrBelow($0) || $0.isSameOrBelow(one) } }
    }
    return meet(uses, other.uses) && meet(subjects, other.subjects) && meet(categories, other.categories)
      && (channels.isEmpty || other.channels.isEmpty || !Set(channels).isDisjoint(with: other.channels))
  }
}

extension ConsentRequirement {
  /// Whatever is valid under these terms is valid under the other ones: at least as much is asked of a grant, no less is
  /// minded, and nothing is let pass for longer.
  fileprivate func isStricter(than other: ConsentRequirement) -> Bool {
    let (own, theirs) = (terms, other.terms)
    func isWithin<Element>(_ inner: Set<Element>?, _ outer: Set<Element>?) -> Bool {
      outer.map { outer in inner.map { $0.isSubset(of: outer) } ?? false } ?? true
    }
    let isAge = theirs.maxAge.map { limit in own.maxAge.map { $0.neverExceeds(limit) } ?? false } ?? true
    let isLevel = own.exactLevelOnly || (!theirs.exactLevelOnly && own.grantLevels == theirs.grantLevels)
    return isAge && isLevel && isWithin(own.kinds, theirs.kinds) && isWithin(own.actors, theirs.actors)
      && own.evidence.isSuperset(of: theirs.evidence) && own.minds.isSuperset(of: theirs.minds)
      && theirs.minimumNotice.isEmpty == own.minimumNotice.isEmpty
      && (theirs.minimumNotice.isEmpty || own.minimumNotice == theirs.minimumNotice)
      && own.grace == theirs.grace && own.knowledge == theirs.knowledge && own.zone == theirs.zone
      && own.guardianBelowAge == theirs.guardianBelowAge && bases == other.bases
  }
}
