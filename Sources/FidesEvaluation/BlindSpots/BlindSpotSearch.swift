package import GovernanceModel

/// Looks for what an evaluation passes over. The manifests have been evaluated: every key is there.
package struct BlindSpotSearch {
  private let evaluation: FidesEvaluation
  private(set) var observations: [Observation] = []

  package init(_ evaluation: FidesEvaluation) { self.evaluation = evaluation }

  /// In the order of the manifests; the same declaration and key may come once for each rule.
  package static func run(_ evaluation: FidesEvaluation) -> [Observation] {
    var search = BlindSpotSearch(evaluation)
    let rules = evaluation.manifests.policies.flatMap { policy in
      policy.rules.map { WidenedRule($0, of: policy, evaluation.taxonomy) }
    }
    for system in evaluation.manifests.systems { search.look(at: system, rules) }
    return search.observations
  }

  private mutating func look(at system: FidesSystem, _ rules: [WidenedRule]) {
    if let exemption = system.exemption {
      add(.exemption, system, nil, .unverifiable(.notExamined), exemption.place("has no effect on any rule"))
    }
    for declaration in system.declarations {
      look(at: declaration, of: system)
      guard let prepared = try? DeclarationCase(declaration, evaluation.taxonomy) else { continue }
      for rule in rules { look(at: prepared, of: system, rule) }
    }
    lookAtDatasets(of: system, rules)
  }

  // MARK: - What a declaration says by itself

  private mutating func look(at declaration: FidesDeclaration, of system: FidesSystem) {
    if declaration.subjects.isEmpty {
      let place = declaration.name.place("names no data subject, so no rule can meet it")
      add(.missingSubjects, system, declaration, .violation(.missingField), place)
    }
    for repeated in repeats(declaration.categories) + repeats(declaration.subjects) {
      addRepeat(repeated, system, declaration, nil)
    }
    if let basis = declaration.legalBasis, basis.text == "Consent" {
      add(.legalBasis, system, declaration, .unverifiable(.notExamined), basis.place("no rule looks at this"))
    }
    if let retention = declaration.retention, let verdict = RetentionText.verdict(of: retention.text) {
      add(.retention, system, declaration, verdict, retention.place("free text that nothing reads"))
    }
  }

  private func repeats(_ keys: [ManifestText]) -> [ManifestText] {
    var seen: Set<String> = []
    return keys.filter { !seen.insert($0.text).inserted }
  }

  private mutating func addRepeat(
    _ key: ManifestText, _ system: FidesSystem, _ declaration: FidesDeclaration, _ rule: WidenedRule?
  ) {
    add(
      .repeatedKey, system, declaration, .violation(.duplicate), key.place("stands here again"),
      Locus(attribute: key.text), rule)
  }

  // MARK: - What would break a rule if it were said more finely

  private mutating func look(at prepared: DeclarationCase, of system: FidesSystem, _ rule: WidenedRule) {
    let uses = rule.uses.reach(of: prepared.use)
    let subjects = rule.subjects.reach(of: prepared.subjects)
    guard uses.isPossible, subjects.isPossible || prepared.subjects.isEmpty else { return }
    let declaration = prepared.declaration
    for source in prepared.sources {
      let categories = rule.categories.reach(of: source.lineages)
      guard categories.isPossible, !(categories.isCertain && uses.isCertain && subjects.isCertain) else { continue }
      let keys = source.part?.categories ?? declaration.categories
      for key in keys where !categories.isCertain && categories.coarse.contains(key.text) {
        let locus = Locus(
          attribute: source.part?.path, category: DataCategory(key.text), use: DataUse(declaration.use.text))
        add(
          .coarseCategory, system, declaration, .unverifiable(.undeclared), key.place("may be what the rule forbids"),
          locus, rule)
      }
      if categories.isDisarmed {
        for key in repeats(keys) { addRepeat(key, system, declaration, rule) }
      }
      if subjects.isDisarmed {
        for key in repeats(declaration.subjects) { addRepeat(key, system, declaration, rule) }
      }
      if !uses.isCertain, let use = uses.coarse.first {
        let place = declaration.use.place("may be what the rule forbids")
        add(
          .coarseUse, system, declaration, .unverifiable(.useTooCoarse), place, Locus(use: DataUse(use)), rule)
      }
      if prepared.subjects.isEmpty, categories.isCertain, uses.isCertain {
        let place = declaration.name.place("names no data subject, so no rule can meet it")
        add(.missingSubjects, system, declaration, .violation(.missingField), place, Locus(), rule)
      }
    }
  }

  // MARK: - Datasets of a system

  private mutating func lookAtDatasets(of system: FidesSystem, _ rules: [WidenedRule]) {
    for reference in system.datasets {
      guard let dataset = evaluation.taxonomy.datasets[reference.text] else {
        add(
          .systemDataset, system, nil, .unverifiable(.dangling), reference.place("no manifest defines this dataset"),
          Locus(attribute: reference.text))
        continue
      }
      for declaration in system.declarations where !declaration.datasets.contains(where: { $0.text == dataset.key }) {
        judge(dataset, reference, declaration, of: system, rules)
      }
    }
  }

  private mutating func judge(
    _ dataset: FidesDataset, _ reference: ManifestText, _ declaration: FidesDeclaration, of system: FidesSystem,
    _ rules: [WidenedRule]
  ) {
    guard var prepared = try? DeclarationCase(declaration, evaluation.taxonomy, ownOnly: true) else { return }
    do {
      try prepared.add(dataset, evaluation.taxonomy)
    } catch {
      add(
        .systemDataset, system, declaration, .unverifiable(.dangling), reference.place(error.words),
        Locus(attribute: reference.text))
      return
    }
    for rule in rules {
      var found: [FidesViolation] = []
      prepared.judge(rule.rule, rule.policy, system, into: &found)
      for violation in found {
        guard let part = violation.part, let category = violation.categories.first else { continue }
        let locus = Locus(
          attribute: part.path, category: DataCategory(category), use: DataUse(declaration.use.text))
        add(
          .systemDataset, system, declaration, .violation(.prohibited),
          reference.place("holds `\(category)` in `\(part.path)`"), locus, rule)
      }
    }
  }

  private mutating func add(
    _ spot: BlindSpot, _ system: FidesSystem, _ declaration: FidesDeclaration?, _ verdict: Verdict, _ place: Place,
    _ locus: Locus? = nil, _ rule: WidenedRule? = nil
  ) {
    let use = declaration.map { DataUse($0.use.text) }
    var locus = locus ?? Locus(use: use)
    if locus.use == nil { locus.use = use }
    let rules = rule.map { [$0.rule.name.place("the rule that it escapes")] } ?? []
    observations.append(
      Observation(
        pack: BlindSpot.pack, control: spot.rawValue,
        asset: .rule(set: system.key.text, rule: declaration?.name.text), locus: locus, verdict: verdict,
        parameters: rule.map { [Parameter("rule", "\($0.policy.key.text)/\($0.rule.name.text)")] } ?? [],
        places: [place] + rules, help: spot.remedy))
  }
}
