internal import AuditLedger
internal import Digests
internal import FidesEvaluation
public import GovernanceModel
internal import SourceDocuments

/// `proviso gate --fideslang`: system manifests against policies, both fideslang, as Fides evaluates them; then what Fides
/// passes over. Needs no project.
public struct FideslangGate: Sendable {
  /// A file, or a folder with `*.yml` and `*.yaml` below it.
  public let path: String
  /// The only policy to evaluate; nil for all.
  public let onlyPolicy: String?
  private let installation: Installation

  public init(path: String, onlyPolicy: String?, installation: Installation) {
    (self.path, self.onlyPolicy, self.installation) = (path, onlyPolicy, installation)
  }

  /// The findings of Fides and, unless only those are wanted, those of its blind spots.
  ///
  /// Throws ``InputError`` for manifests that fideslang refuses and for keys that nothing defines.
  ///
  /// - Parameter isCompatible: nothing that Fides does not say; it evaluates every policy, whichever was asked for.
  public func run(
    asOf: Instant, generator: String, isCompatible: Bool, notes: inout [Diagnostic]
  ) throws -> FideslangOutcome {
    var manifests = try manifests(&notes)
    var details: [String] = []
    var report = Report(kind: .gate, asOf: asOf, project: path, generator: generator, pseudonymKey: "none")
    if !isCompatible { report.gaps = keepOnlyPolicy(of: &manifests) }
    let evaluation = FidesEvaluation(manifests, defaults: try defaultKeys())
    report.policies = digests(of: manifests.policies)
    switch evaluation.run() {
    case .noPolicy:
      if isCompatible { throw InputError([Diagnostic(.error, "at least one policy must be present")]) }
      report.gaps.append(Gap(subject: path, reason: .notExamined, detail: "no manifest has a policy"))
    case .missingKeys: throw InputError(evaluation.missingReferences.map { evaluation.diagnostic(missing: $0) })
    case .unresolved(let reason): throw InputError([evaluation.diagnostic(of: reason)])
    case .evaluated(let violations):
      let spots = isCompatible ? [] : BlindSpotSearch.run(evaluation)
      let facts = Self.facts(of: manifests)
      details = violations.map(\.detail)
      report.findings = try FindingMaker(key: PseudonymKey([])).findings(of: violations.map(\.observation) + spots) {
        facts[$0]?[$1]
      }
      report.ruleSets = examined(manifests, violations, spots)
    }
    if !isCompatible {
      report.gaps += manifests.policies.filter(\.rules.isEmpty).map { policy in
        Gap(subject: policy.key.text, reason: .notExamined, detail: "the policy has no rule, so everything passes it")
      }
    }
    return FideslangOutcome(report: report, details: details)
  }

  // MARK: - Reading

  private func manifests(_ notes: inout [Diagnostic]) throws(InputError) -> Manifests {
    let files = FilePattern.files(matching: path).filter { path in
      !FileBytes.isDirectory(self.path) || path.hasSuffix(".yml") || path.hasSuffix(".yaml")
    }
    guard !files.isEmpty else { throw InputError([Diagnostic(.error, "no manifest at `\(path)`")]) }
    var documents: [(node: Node, file: SourceFile)] = []
    do {
      for path in files {
        let file = try SourceFile.reading(path)
        documents.append((node: try Node.read(file), file: file))
      }
      return try Manifests.read(documents, notes: &notes)
    } catch { throw error.withoutPersonalWords }
  }

  /// The keys of the shipped taxonomy.
  private func defaultKeys() throws(InputError) -> [String] {
    let path = "\(installation.root)/policies/vocabulary/fideslang.yaml"
    let root = try Node.yaml(SourceFile.reading(path))
    return ["dataCategories", "dataUses", "dataSubjects"].flatMap { name in
      root[name]?.elements?.compactMap { $0["key"]?.text } ?? []
    }
  }

  /// Leaves the policy that was asked for; what is not evaluated is a gap, never a pass.
  private func keepOnlyPolicy(of manifests: inout Manifests) -> [Gap] {
    guard let onlyPolicy else { return [] }
    let others = manifests.policies.filter { $0.key.text != onlyPolicy }
    manifests.policies.removeAll { $0.key.text != onlyPolicy }
    let absent = Gap(
      subject: onlyPolicy, reason: .dangling, detail: "no manifest has this policy: nothing was evaluated")
    return (manifests.policies.isEmpty ? [absent] : [])
      + others.map { Gap(subject: $0.key.text, reason: .notExamined, detail: "the policy was not asked for") }
  }
}

/// What an evaluation of fideslang manifests found.
public struct FideslangOutcome: Sendable {
  public let report: Report
  /// Each violation in the words of Fides, in the order of policies, rules, systems and declarations.
  public let details: [String]

  /// What Fides prints, without what changes from run to run: its random key, and the order of keys.
  public var words: String {
    let policies = report.policies.map { "- \($0.id)" }.joined(separator: "\n")
    let head = "Evaluating the following policies:\n\(policies)\n----------\n"
    return head + (details.isEmpty ? "Evaluation passed!" : "status: FAIL\n" + details.joined(separator: "\n")) + "\n"
  }
}

// MARK: - Writing

extension FideslangGate {
  private func digests(of policies: [FidesPolicy]) -> [PolicyDigest] {
    var seen: Set<String> = []
    return policies.filter { seen.insert($0.key.text).inserted }.map { policy in
      PolicyDigest(
        id: policy.key.text, version: "fideslang", digest: SHA256Digest.hexadecimal(of: policy.key.file.bytes),
        controls: policy.rules.count)
    }
  }

  private static func facts(of manifests: Manifests) -> [String: [String: ControlFacts]] {
    var facts: [String: [String: ControlFacts]] = [:]
    for policy in manifests.policies {
      for rule in policy.rules {
        facts[policy.key.text, default: [:]][rule.controlID] = ControlFacts(
          title: rule.name.text, law: LawReference(name: policy.key.text, article: rule.name.text), severity: .high,
          obligation: "keeps the rule `\(rule.name.text)`",
          remedy: "take the data or the use out of the declaration, or change the rule")
      }
    }
    for spot in BlindSpot.allCases {
      facts[BlindSpot.pack, default: [:]][spot.rawValue] = ControlFacts(
        title: spot.title, law: LawReference(name: "Good practice", article: "fideslang manifests"),
        severity: spot.severity, obligation: spot.obligation, remedy: spot.remedy)
    }
    return facts
  }

  /// A rule set a system, a rule a declaration.
  private func examined(
    _ manifests: Manifests, _ violations: [FidesViolation], _ spots: [Observation]
  ) -> [ExaminedRuleSet] {
    let rules = manifests.policies.reduce(0) { $0 + $1.rules.count }
    var broken: [Asset: Set<String>] = [:]
    for violation in violations {
      broken[violation.observation.asset, default: []].insert(
        "\(violation.policy.key.text)/\(violation.rule.name.text)")
    }
    var digests: [String: String] = [:]
    var escaped: [Asset: Set<String>] = [:]
    for spot in spots { escaped[spot.asset, default: []].formUnion(spot.parameters.map(\.value)) }
    return manifests.systems.map { system in
      let file = system.key.file
      let digest = digests[file.path] ?? SHA256Digest.hexadecimal(of: file.bytes)
      digests[file.path] = digest
      return ExaminedRuleSet(
        id: system.key.text, format: "fideslang", path: file.path, digest: digest,
        rules: system.declarations.map { declaration in
          let asset = Asset.rule(set: system.key.text, rule: declaration.name.text)
          let broken = broken[asset] ?? []
          let escaped = (escaped[asset] ?? []).subtracting(broken)
          return ExaminedRuleSet.Rule(
            id: declaration.name.text, proved: max(0, rules - broken.count - escaped.count),
            violated: broken.count,
            unverifiable: escaped.count)
        })
    }
  }
}

extension FidesEvaluation {
  fileprivate func diagnostic(missing reference: ManifestText) -> Diagnostic {
    let place = reference.place("")
    return Diagnostic(
      .error, "nothing defines the key `\(reference.text)`", at: place.span, excerpt: place.excerpt,
      help: nearestName(to: reference.text, among: taxonomy.keys).map { "did you mean `\($0)`?" })
  }

  fileprivate func diagnostic(of reason: Unresolved) -> Diagnostic {
    let declarations = manifests.systems.flatMap(\.declarations)
    let named: ManifestText? =
      switch reason {
      case .key(let key):
        manifests.datasets.flatMap(\.parts).flatMap(\.categories).first { $0.text == key }
      case .dataset(let key, _): declarations.flatMap(\.datasets).first { $0.text == key }
      }
    guard let named else { return Diagnostic(.error, reason.words) }
    return diagnostic(missing: named)
  }
}
