internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers one feature: whom it is on for. Rollouts to a share of people are opaque atoms that read what people are spread by.
struct UnleashLowering {
  let state: UnleashState
  var notes: RuleNotes
  /// Segments that were lowered before, with their reads.
  private var segments: [String: (predicate: Predicate, notes: RuleNotes)] = [:]

  init(state: UnleashState, file: SourceFile) {
    self.state = state
    notes = RuleNotes(file: file)
  }

  mutating func rule(_ feature: UnleashFeature) -> Rule {
    notes = RuleNotes(file: notes.file)
    let parents = feature.dependencies.map { parent($0, of: feature) }
    let audience = Predicate.every(parents + [enabled(feature)])
    noteVariants(feature)
    var rule = notes.rule(id: feature.name, at: feature.node["name"] ?? feature.node, audience: audience)
    if let (end, node) = end(of: feature) {
      rule.expires = end
      rule.spans["expires"] = notes.part(node, "DATE_BEFORE")
    }
    return rule
  }

  private mutating func enabled(_ feature: UnleashFeature) -> Predicate {
    guard feature.isEnabled else { return .constant(false) }
    guard !feature.strategies.isEmpty else { return .constant(true) }
    return .some(feature.strategies.map { strategy($0, of: feature.name) })
  }

  // MARK: - Parents

  private mutating func parent(_ dependency: UnleashDependency, of feature: UnleashFeature) -> Predicate {
    guard let parent = state.feature(dependency.feature) else {
      notes.missing("feature", dependency.feature, among: state.featureNames, at: dependency.node)
      return .constant(false)
    }
    guard parent.dependencies.isEmpty else {
      notes.missing("parent without parents", dependency.feature, among: [], at: dependency.node)
      return .constant(false)
    }
    let isOn = enabled(parent)
    guard dependency.isEnabled else { return .isNotTrue(isOn) }
    guard !dependency.variants.isEmpty else { return isOn }
    return .every([isOn, variant(dependency, of: parent)])
  }

  /// Which variant a person gets is left to shares, unless every variant that is possible answers alike.
  private mutating func variant(_ dependency: UnleashDependency, of parent: UnleashFeature) -> Predicate {
    let sources = parent.strategies.isEmpty ? [[]] : parent.strategies.map(\.variants)
    let possible = Set(
      sources.flatMap { variants -> [String] in
        let effective = variants.isEmpty ? parent.variants : variants
        let names = effective.filter { $0.weight > 0 || !$0.overrides.isEmpty }.map(\.name)
        return names.isEmpty ? ["disabled"] : names
      })
    let wanted = Set(dependency.variants)
    if possible.isSubset(of: wanted) { return .constant(true) }
    if possible.isDisjoint(with: wanted) { return .constant(false) }
    let stickiness =
      parent.strategies.filter { !$0.variants.isEmpty }.map { $0.variantStickiness($0.variants) }
      + [UnleashStickiness(parent.variants.first?.stickiness)]
    let reads = stickiness.flatMap { $0.reads(ofVariants: true) }
    return notes.atom(
      "a variant of `\(parent.name)` among \(dependency.variants.joined(separator: ", "))", at: dependency.node,
      reads: Set(reads).sorted().map(UnleashPath.path), of: parent.node.keeping("variants", "strategies"))
  }

  // MARK: - Strategies

  private mutating func strategy(_ strategy: UnleashStrategy, of feature: String) -> Predicate {
    var parts: [Predicate] = []
    for node in strategy.segments {
      guard let id = node.scalarText, let segment = state.segments[id] else {
        notes.missing("segment", node.scalarText ?? "", among: state.segments.keys, at: node)
        parts.append(.constant(false))
        continue
      }
      notes.reference(id, at: node)
      parts.append(self.segment(segment))
    }
    parts += strategy.constraints.map { constraint($0) }
    parts.append(activation(strategy, of: feature))
    return .every(parts)
  }

  /// Lowered once: what it holds is said of the first feature that refers to it, what it reads of each.
  private mutating func segment(_ segment: UnleashSegment) -> Predicate {
    if let known = segments[segment.id] {
      notes.reads += known.notes.reads
      notes.opaque += known.notes.opaque
      notes.dangling += known.notes.dangling
      return known.predicate
    }
    let outer = notes
    notes = RuleNotes(file: outer.file)
    let predicate = Predicate.every(segment.constraints.map { constraint($0) })
    let inner = notes
    segments[segment.id] = (predicate, inner)
    notes = outer
    notes.reads += inner.reads
    notes.opaque += inner.opaque
    notes.dangling += inner.dangling
    notes.personalLiterals += inner.personalLiterals
    return predicate
  }

  private mutating func activation(_ strategy: UnleashStrategy, of feature: String) -> Predicate {
    switch UnleashActivation(strategy, of: feature) {
    case .everyone: return .constant(true)
    case .nobody: return .constant(false)
    case .users(let ids):
      let node = strategy.parameter("userIds") ?? strategy.node
      if !ids.isEmpty { notes.identifiers([node], kind(of: ids)) }
      return .isIn(notes.attribute("userId", at: node), ids.map { .text($0) })
    case .addresses(let texts): return addresses(texts, at: strategy.parameter("IPs") ?? strategy.node)
    case .hosts(let names):
      let node = strategy.parameter("hostNames") ?? strategy.node
      return .foldedText(notes.attribute("properties.hostname", at: node), nil, names)
        ?? notes.opaque("host names beyond ASCII", at: node, reads: ["properties.hostname"])
    case .rollout(let rollout): return share(rollout, strategy)
    case .unknown:
      notes.missing(
        "strategy", strategy.name, among: UnleashActivation.names, at: strategy.node["name"] ?? strategy.node)
      return .constant(false)
    }
  }

  private func kind(of ids: [String]) -> String {
    ids.lazy.compactMap { PersonalLiteral.kind(of: $0)?.rawValue }.first ?? "a list of identifiers"
  }

  private mutating func addresses(_ texts: [String], at node: Node) -> Predicate {
    let path = notes.attribute("remoteAddress", at: node)
    if !texts.isEmpty { notes.identifiers([node], PersonalLiteral.ipAddress.rawValue) }
    let exact = Predicate.isIn(path, texts.map { .text($0) })
    let networks = texts.compactMap { IPNetwork($0) }
    return .some([exact, network(networks, path, at: node)])
  }

  /// IPv4 networks are patterns of their addresses; an IPv6 address has many spellings.
  private mutating func network(_ networks: [IPNetwork], _ path: AttributePath, at node: Node) -> Predicate {
    let patterns = networks.map(\.pattern)
    if patterns.isEmpty { return .constant(false) }
    let known = patterns.compactMap(\.self)
    guard known.count == patterns.count else {
      return notes.opaque("IPv6 networks", at: node, reads: [path.text])
    }
    return .text(path, .matches, "^(?:" + known.joined(separator: "|") + ")$")
  }

  private mutating func share(_ rollout: UnleashRollout, _ strategy: UnleashStrategy) -> Predicate {
    guard rollout.percentage > 0 else { return .constant(false) }
    let node = strategy.parameter("rollout") ?? strategy.parameter("percentage") ?? strategy.node
    let place = strategy.parameter("stickiness") ?? node
    let names = rollout.stickiness.reads(ofVariants: false)
    let paths = names.map(UnleashPath.path)
    for path in paths { notes.attribute(path, at: place) }
    // The empty text is no id.
    var isKnown = Predicate.constant(true)
    if case .field(let name) = rollout.stickiness {
      let path = AttributePath(UnleashPath.path(name))
      isKnown = .every([.exists(path), .isNotTrue(.compare(path, .equal, .text("")))])
    }
    if rollout.percentage >= 100 { return isKnown }
    // Nobody is drawn twice with the same chance.
    let by = names.isEmpty ? "chance at line \(node.position.line), column \(node.position.column)" : names[0]
    let text = "rollout to \(rollout.percentage.shortText) % by \(by) in group `\(rollout.group)`"
    return .every([isKnown, notes.atom(text, at: node, reads: paths)])
  }

  /// Which variant a person gets is decided by what variants stick to, and by lists of people.
  private mutating func noteVariants(_ feature: UnleashFeature) {
    noteVariants(feature.variants, UnleashStickiness(feature.variants.first?.stickiness), feature.node)
    for strategy in feature.strategies {
      noteVariants(strategy.variants, strategy.variantStickiness(strategy.variants), strategy.node)
    }
  }

  private mutating func noteVariants(_ variants: [UnleashVariant], _ stickiness: UnleashStickiness, _ node: Node) {
    // One variant is for everybody.
    if variants.count(where: { $0.weight > 0 }) > 1 {
      for name in stickiness.reads(ofVariants: true) {
        notes.attribute(
          UnleashPath.path(name), at: node["variants"]?.elements?.first?["stickiness"] ?? node["variants"] ?? node)
      }
    }
    for override in variants.flatMap(\.overrides) {
      guard let name = override["contextName"], let text = name.scalarText else { continue }
      notes.attribute(UnleashPath.path(text), at: name)
      notes.personalValues(override["values"]?.elements ?? [], of: text, isList: true)
    }
  }

  // MARK: - Ends

  /// The last instant at which some strategy can hold, when each has an end.
  private func end(of feature: UnleashFeature) -> (Instant, Node)? {
    var latest: (Instant, Node)?
    for strategy in feature.strategies {
      let shared = strategy.segments.compactMap { $0.scalarText.flatMap { state.segments[$0] } }.flatMap(\.constraints)
      let ends = (strategy.constraints + shared).compactMap { constraint -> (Instant, Node)? in
        guard constraint.test == "DATE_BEFORE", !constraint.isInverted, constraint.contextName == "currentTime",
          let end = constraint.instant, let node = constraint.node["value"]
        else { return nil }
        return (end, node)
      }
      guard let first = ends.min(by: { $0.0 < $1.0 }) else { return nil }
      if latest.map({ $0.0 < first.0 }) ?? true { latest = first }
    }
    return latest
  }
}

extension Double {
  /// `50`, `12.5`.
  var shortText: String { self == rounded() && abs(self) < 1e15 ? String(Int64(self)) : String(self) }

  /// An integer where it is whole and exact.
  var literal: Value { self == rounded() && abs(self) < 0x1p53 ? .integer(Int64(self)) : .decimal(self) }
}
