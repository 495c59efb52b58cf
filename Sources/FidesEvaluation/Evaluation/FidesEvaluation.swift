/// One rule that one declaration breaks.
package struct FidesViolation: Sendable {
  package let policy: FidesPolicy
  package let rule: FidesRule
  package let system: FidesSystem
  package let declaration: FidesDeclaration
  /// The part of a referenced dataset that breaks it; nil when the declaration's own categories do.
  package let part: FidesDataset.Part?
  /// The declared keys, never the rule's, in byte order.
  package let categories: [String]
  package let uses: [String]
  package let subjects: [String]

  /// Where it is, in the words of Fides.
  package var subject: String {
    "Declaration (\(declaration.name.text)) of system (\(system.key.text)) failed rule (\(rule.name.text))"
      + " from policy (\(policy.key.text))" + (part.map { " for \($0.kind.rawValue) (\($0.name))" } ?? "")
  }

  /// What Fides prints, the keys in byte order where Fides' order changes from run to run.
  package var detail: String {
    "\(subject). Violated usage of data categories (\(categories.joined(separator: ",")))"
      + " for data uses (\(uses.joined(separator: ","))) and subjects (\(subjects.joined(separator: ",")))"
  }
}

/// How an evaluation ends. Fides has exit code 0 for ``evaluated(_:)`` without violations and 1 for everything else.
package enum FidesOutcome: Sendable {
  case evaluated([FidesViolation])
  case noPolicy
  /// Keys that nothing defines, in byte order.
  case missingKeys([String])
  case unresolved(Unresolved)
}

/// Evaluates privacy declarations against policies as `fides --local evaluate` 2.86.2 does.
package struct FidesEvaluation: Sendable {
  package let manifests: Manifests
  package let taxonomy: FidesTaxonomy

  package init(_ manifests: Manifests, defaults: some Sequence<String>) {
    (self.manifests, taxonomy) = (manifests, FidesTaxonomy(manifests, defaults: defaults))
  }

  package func run() -> FidesOutcome {
    guard !manifests.policies.isEmpty else { return .noPolicy }
    let missing = missingReferences
    guard missing.isEmpty else {
      return .missingKeys(Set(missing.map(\.text)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    }
    do {
      return .evaluated(try violations())
    } catch { return .unresolved(error) }
  }

  /// Every place that names a key which nothing defines.
  package var missingReferences: [ManifestText] { manifests.references.filter { !taxonomy.contains($0.text) } }

  private func violations() throws(Unresolved) -> [FidesViolation] {
    var found: [FidesViolation] = []
    var cases: [(system: FidesSystem, cases: [DeclarationCase])] = []
    for system in manifests.systems where manifests.policies.contains(where: { !$0.rules.isEmpty }) {
      var prepared: [DeclarationCase] = []
      for declaration in system.declarations { prepared.append(try DeclarationCase(declaration, taxonomy)) }
      cases.append((system, prepared))
    }
    for policy in manifests.policies {
      for rule in policy.rules {
        for (system, cases) in cases {
          for prepared in cases { prepared.judge(rule, policy, system, into: &found) }
        }
      }
    }
    return found
  }
}

/// A declaration with its lineages looked up once for all rules.
struct DeclarationCase {
  /// The declaration's own categories, or those of a part of a dataset that it refers to.
  struct Source {
    let part: FidesDataset.Part?
    let lineages: [[String]]
  }

  let declaration: FidesDeclaration
  let use: [[String]]
  let subjects: [[String]]
  private(set) var sources: [Source]

  /// - Parameter ownOnly: leaves out the datasets that the declaration refers to.
  init(_ declaration: FidesDeclaration, _ taxonomy: FidesTaxonomy, ownOnly: Bool = false) throws(Unresolved) {
    self.declaration = declaration
    let own = try Self.lineages(declaration.categories, taxonomy)
    use = [try taxonomy.lineage(of: declaration.use.text)]
    subjects = declaration.subjects.map { [$0.text] }
    sources = [Source(part: nil, lineages: own)]
    for reference in ownOnly ? [] : declaration.datasets {
      guard let dataset = taxonomy.datasets[reference.text] else {
        throw .dataset(reference.text, declaration: declaration.name.text)
      }
      try add(dataset, taxonomy)
    }
  }

  mutating func add(_ dataset: FidesDataset, _ taxonomy: FidesTaxonomy) throws(Unresolved) {
    for part in dataset.parts {
      sources.append(Source(part: part, lineages: try Self.lineages(part.categories, taxonomy)))
    }
  }

  private static func lineages(_ keys: [ManifestText], _ taxonomy: FidesTaxonomy) throws(Unresolved) -> [[String]] {
    var found: [[String]] = []
    for key in keys { found.append(try taxonomy.lineage(of: key.text)) }
    return found
  }

  func judge(_ rule: FidesRule, _ policy: FidesPolicy, _ system: FidesSystem, into found: inout [FidesViolation]) {
    let uses = rule.uses.violating(use)
    guard !uses.isEmpty else { return }
    let subjects = rule.subjects.violating(subjects)
    guard !subjects.isEmpty else { return }
    for source in sources {
      let categories = rule.categories.violating(source.lineages)
      guard !categories.isEmpty else { continue }
      found.append(
        FidesViolation(
          policy: policy, rule: rule, system: system, declaration: declaration, part: source.part,
          categories: categories.inByteOrder, uses: uses.inByteOrder, subjects: subjects.inByteOrder))
    }
  }
}

extension Set<String> {
  var inByteOrder: [String] { sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) } }
}
