internal import GovernanceModel
internal import PolicyEngine
internal import Predicates
internal import RuleSets

extension GateRun {
  mutating func makeCase(_ place: Int, _ set: RuleSet, _ resolver: inout SegmentResolver) -> RuleCase {
    makeCase(set.rules.span[place], place, set, &resolver)
  }

  private mutating func makeCase(
    _ rule: borrowing Rule, _ place: Int, _ set: RuleSet, _ resolver: inout SegmentResolver
  ) -> RuleCase {
    let resolved = resolver.resolve(rule.audience)
    let number = index.number(of: rule)
    let (use, channel) = (index.known[number].use, index.known[number].channel)
    let conjunction = Conjunction(resolved.predicate)
    let reads = reads(of: rule, resolved.predicate, set.areNamesFolded, &resolver)
    let consents: [(use: DataUse, channel: Channel?)] = conjunction.requiredConsents.map { consent in
      consent.use == rule.use && consent.channel == rule.channel
        ? (use ?? consent.use, channel) : index.normalised(consent.use, consent.channel)
    }
    let isSelfConsenting =
      rule.latency == .zero && consents.contains { $0.use == use && $0.channel == channel }
    return RuleCase(
      rules: set.rules, place: place,
      foreignPath: set.format == RuleSetFormat.native.name ? nil : set.path, set: set.id,
      met: number, use: use, channel: channel, audience: resolved.predicate,
      failures: resolved.failures, reads: reads, patterns: reads.map(\.patternID),
      hasWildcard: rule.exports.contains(where: \.isWildcard), conjunction: conjunction,
      contradiction: conjunction.contradiction(), consents: consents,
      end: max(gate.asOf, rule.expires ?? yearAhead), scopes: Array(repeating: nil, count: scopes.count),
      isSelfConsenting: isSelfConsenting)
  }

  /// What the rule reads itself, through segments, and hands on or writes; each path once, first place first.
  private mutating func reads(
    of rule: borrowing Rule, _ audience: Predicate, _ isFolded: Bool, _ resolver: inout SegmentResolver
  ) -> [ClassifiedRead] {
    var reads: [ClassifiedRead] = []
    reads.reserveCapacity(rule.reads.count)
    func isNew(_ path: AttributePath) -> Bool { !reads.contains { $0.path == path } }
    for read in rule.reads where isNew(read.path) { reads.append(classified(read.path, read.place, .read, isFolded)) }
    for reference in rule.references {
      for path in resolver.resolve(.segment(reference.text)).predicate.reads where isNew(path) {
        reads.append(classified(path, reference, .read, isFolded))
      }
    }
    var rest: [AttributePath] = []
    audience.forEachRead { if isNew($0) { rest.append($0) } }
    if !rest.isEmpty, let part = rule.spans["audience"] ?? rule.spans["id"] {
      for path in rest where isNew(path) { reads.append(classified(path, part, .read, isFolded)) }
    }
    for export in rule.exports {
      for path in export.paths where isNew(path) { reads.append(classified(path, export.place, .export, isFolded)) }
    }
    for write in rule.writes where isNew(write.path) {
      reads.append(classified(write.path, write.place, .write, isFolded))
    }
    return reads
  }

  private mutating func classified(
    _ path: AttributePath, _ part: RulePart, _ origin: ClassifiedRead.Origin, _ isFolded: Bool
  ) -> ClassifiedRead {
    let number = attributes.patternID(for: path, isFolded: isFolded)
    return ClassifiedRead(
      path: path, part: part, origin: origin, box: attributes.patterns[number], patternID: number)
  }

  /// Whom of the audience a pack is for; asked once a rule and pack.
  func scope(of pack: Int, _ rule: inout RuleCase) -> ScopeAnswer {
    if let known = rule.scopes[pack] { return known }
    let answer = scopeAnswer(scopes[pack], rule)
    rule.scopes[pack] = answer
    return answer
  }

  private func scopeAnswer(_ scope: PreparedScope, _ rule: RuleCase) -> ScopeAnswer {
    guard scope.condition != nil else { return .unclear }
    guard let ways = scope.ways else { return .unclear }
    return ways.allSatisfy { rule.conjunction.contradicts($0) } ? .nobody : .unclear
  }

  /// Someone in the audience and in scope who meets one of the further clauses, while the control is in force; replayed on
  /// all three.
  func someone(
    _ rule: RuleCase, under prepared: PreparedControl, alsoOneOf clauses: [Clause]?, _ accepts: (Witness) -> Bool
  ) -> Witness? {
    let (scope, law) = (scopes[prepared.pack], prepared.control.law)
    let first = max(gate.asOf, law.inForce ?? .distantPast)
    let last = min(rule.end, law.until?.advanced(byMicroseconds: -1) ?? .distantFuture)
    for way in scope.ways ?? [Clause.free] {
      for clause in clauses ?? [Clause.free] {
        for now in [first, last] {
          guard let witness = rule.conjunction.witness(with: way.joined(with: clause), at: now) else { continue }
          if scope.holds(on: witness), accepts(witness) { return witness }
        }
      }
    }
    return nil
  }
}
