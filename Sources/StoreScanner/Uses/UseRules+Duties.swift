import ConsentHistory
import GovernanceModel
import PolicyEngine

/// What applies to a key: the judge's own questions, asked once for each key instead of once a use.
extension UseRules {
  /// All duties of a key, consent questions of one probe side by side.
  func duties(of key: UseKey, subjectType: DataSubject?) -> [Duty] {
    var coarse: Set<String> = []
    return rules.indices.flatMap { index in
      let found = withAtoms(duties(of: key, under: index, subjectType), of: rules[index], key)
      // Two uses of one control below a coarse use are one doubt.
      guard found.contains(where: \.isTooCoarse) else { return found }
      let obligation = rules[index].obligation
      return coarse.insert("\(obligation.pack) \(obligation.control.id)").inserted ? found : []
    }.sorted { $0.probeOrder < $1.probeOrder }
  }

  /// An atom is answered for the same reads, by the controls on consent that apply to its use and channel. Atoms in the
  /// scopes of these are open: nobody asks them.
  private func withAtoms(_ found: [Duty], of rule: Rule, _ key: UseKey) -> [Duty] {
    guard !rule.atoms.isEmpty, !found.isEmpty else { return found }
    let atoms = rule.atoms.map { atom in
      let scope = channelUses.normalised(atom.use, atom.channel)
      let asked = UseKey(
        use: scope.use, channel: scope.channel, controller: nil, basis: nil, reads: key.reads,
        areReadsKnown: key.areReadsKnown)
      let answering = rules.indices.filter { index in
        [.consent, .optOut].contains(rules[index].obligation.control.requirement.kind)
      }
      return ConsentAtom(
        use: atom.use, channel: atom.channel, duties: answering.flatMap { duties(of: asked, under: $0, nil) })
    }
    return found.map { duty in
      var duty = duty
      duty.atoms = atoms
      return duty
    }
  }

  private func duties(of key: UseKey, under index: Int, _ subjectType: DataSubject?) -> [Duty] {
    let obligation = rules[index].obligation
    let applies = obligation.applies(to: key.use, channel: key.channel, subjectType: subjectType, in: context)
    guard applies != .no, obligation.admits(key.basis) else { return [] }
    let (kind, reads) = (obligation.control.requirement.kind, key.reads.filter { concerns($0, obligation) })
    let isAboutReads = !obligation.control.appliesTo.categories.isEmpty || kind.isAskedOfReads
    let lacksReads = isAboutReads && reads.isEmpty
    let isOpen = obligation.readsUnclassified(key.reads.map(\.record))
    if lacksReads, key.areReadsKnown, !isOpen { return [] }
    if applies == .tooCoarse { return [duty(.settled(.unverifiable(.useTooCoarse)), key, index)] }
    if lacksReads, kind.isAskedOfReads { return [duty(.settled(.unverifiable(.unknownAttribute)), key, index)] }
    var asked = requirements(reads, key, index)
    if isOpen, kind.isAskedOfReads { asked.append((.settled(.unverifiable(.unknownAttribute)), nil, nil)) }
    return asked.map { requirement, attribute, category in
      duty(requirement, key, index, attribute, category, lacksReads: lacksReads)
    }
  }

  private typealias Asked = (requirement: Duty.Requirement, attribute: String?, category: DataCategory?)

  private func requirements(_ reads: [ReadField], _ key: UseKey, _ index: Int) -> [Asked] {
    let obligation = rules[index].obligation
    switch obligation.control.requirement {
    case .consent(let requirement):
      let terms = obligation.consentTerms(for: reads.map(\.record), in: policies.vocabulary) ?? requirement.terms
      return [(.consent(probe: probe(terms, .consent, for: key)), nil, nil)]
    case .optOut(let requirement):
      let isSourced = requirement.terms.minds.isSubset(of: consents.carried)
      return [(.optOut(probe: probe(requirement.terms, .optOut, for: key), isSourced: isSourced), nil, nil)]
    case .eligibility: return rules[index].eligibility.map { [(.eligibility($0), nil, nil)] } ?? []
    case .basis: return basis(reads, key, obligation)
    case .prohibit:
      return reads.compactMap { read in
        settled(obligation, key, [read.record]).map { (.settled($0), read.path, category(read, obligation)) }
      }
    case .freshness(let requirement):
      return reads.map { read in
        let category = category(read, obligation)
        let logged = read.isDatedByLog ? read.path : nil
        guard read.update != nil || logged != nil else {
          return (.settled(.unverifiable(.noTimestamp)), read.path, category)
        }
        let period = BoundedPeriod(requirement.maxAge)
        return (.freshness(update: read.update, logged: logged, period), read.path, category)
      }
    default: return []
    }
  }

  /// A verdict for each category that is read; for the use as such where none is known.
  private func basis(_ reads: [ReadField], _ key: UseKey, _ obligation: Obligation) -> [Asked] {
    let wanted = obligation.control.appliesTo.categories
    let categories = Set(reads.flatMap(\.categories)).filter { category in
      wanted.isEmpty || wanted.contains { category.isSameOrBelow($0) }
    }
    guard !categories.isEmpty else {
      return settled(obligation, key, []).map { [(.settled($0), nil, nil)] } ?? []
    }
    return categories.sorted().compactMap { category in
      let read = AttributeRead(attribute: category.key, categories: [category])
      return settled(obligation, key, [read]).map { (.settled($0), nil, category) }
    }
  }

  /// What the judge says where neither person nor instant matters.
  private func settled(_ obligation: Obligation, _ key: UseKey, _ reads: [AttributeRead]) -> Verdict? {
    var bare = obligation
    bare.scope = nil
    (bare.control.law.inForce, bare.control.law.until) = (nil, nil)
    var context = context
    context.areReadsKnown = key.areReadsKnown && !obligation.readsUnclassified(key.reads.map(\.record))
    let use = UseRecord(
      subject: "", use: key.use, channel: key.channel, controller: key.controller,
      at: Moment(Instant(microseconds: 0)), reads: reads, basis: key.basis)
    return bare.judge(
      use, history: ConsentTimeline([]), facts: PersonFacts(values: [:], now: use.at.start), context: context)
  }

  private func duty(
    _ requirement: Duty.Requirement, _ key: UseKey, _ index: Int, _ attribute: String? = nil,
    _ category: DataCategory? = nil, lacksReads: Bool = false
  ) -> Duty {
    let obligation = rules[index].obligation
    return Duty(
      rule: index, requirement: requirement,
      locus: Locus(attribute: attribute, category: category, use: key.use, channel: key.channel),
      scope: rules[index].scope, appliesWhenUnknown: obligation.appliesWhenUnknown, lacksReads: lacksReads,
      from: obligation.control.law.inForce?.microseconds ?? .min,
      until: obligation.control.law.until?.microseconds ?? .max)
  }

  private func concerns(_ read: ReadField, _ obligation: Obligation) -> Bool {
    obligation.control.appliesTo.categories.isEmpty || category(read, obligation) != nil
  }

  /// The first category that the control names, in byte order; nil where it names none.
  private func category(_ read: ReadField, _ obligation: Obligation) -> DataCategory? {
    let wanted = obligation.control.appliesTo.categories
    return read.categories.filter { category in wanted.contains { category.isSameOrBelow($0) } }.min()
  }
}

extension ReadField {
  /// For the judge.
  fileprivate var record: AttributeRead {
    AttributeRead(attribute: path, categories: categories, isInferred: isInferred)
  }
}

extension Duty {
  fileprivate var isTooCoarse: Bool {
    if case .settled(.unverifiable(.useTooCoarse)) = requirement { true } else { false }
  }

  fileprivate var probeOrder: Int {
    switch requirement {
    case .consent(let probe), .optOut(let probe, _): probe
    default: -1
    }
  }
}
