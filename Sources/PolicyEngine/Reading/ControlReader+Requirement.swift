internal import Digests
internal import GovernanceModel
internal import SourceDocuments

/// A requirement with its place and its digest.
struct ReadRequirement {
  let requirement: Requirement
  let span: SourceSpan
  let digest: String
}

/// What the reader of a requirement may look at beside its own mapping.
struct RequirementContext {
  let vocabulary: Vocabulary
  let appliesTo: Applicability
}

extension ControlReader {
  /// `require:` holds exactly one kind.
  func readRequirement(
    _ node: Node, _ appliesTo: Applicability, _ problems: inout Problems
  ) -> ReadRequirement? {
    guard let entries = node.entries else {
      problems.error("expected `require`, a mapping; found \(node.kind)", at: node)
      return nil
    }
    let names = RequirementKind.allCases.map(\.rawValue)
    for entry in entries where RequirementKind(rawValue: entry.key) == nil {
      problems.add(
        .error, "`require` has no kind `\(entry.key)`", at: entry.keyPosition, length: entry.key.unicodeScalars.count,
        help: Problems.suggestion(for: entry.key, among: names) ?? "one of " + names.joined(separator: ", "))
    }
    let known = entries.compactMap { entry in RequirementKind(rawValue: entry.key).map { ($0, entry) } }
    guard let (kind, entry) = known.first else {
      if entries.isEmpty { problems.error("`require` names one kind, such as `consent`", at: node) }
      return nil
    }
    if let second = known.dropFirst().first {
      problems.add(
        .error, "`require` has one kind; `\(kind.rawValue)` is there already", at: second.1.keyPosition,
        length: second.1.key.unicodeScalars.count, help: "write a second control for `\(second.1.key)`")
    }
    let context = RequirementContext(vocabulary: vocabulary, appliesTo: appliesTo)
    let body = entry.value.orEmptyMapping
    guard let requirement = Requirement.read(kind, body, context, &problems) else { return nil }
    let span = problems.file.span(entry.keyPosition, length: entry.key.unicodeScalars.count)
    let digest = SHA256Digest.hexadecimal(of: lengthPrefixed([kind.rawValue, body.normalisedText]))
    return ReadRequirement(requirement: requirement, span: span, digest: digest)
  }
}

extension Requirement {
  static func read(
    _ kind: RequirementKind, _ node: Node, _ context: RequirementContext, _ problems: inout Problems
  ) -> Requirement? {
    switch kind {
    case .basis: BasisRequirement.read(node, &problems).map(Requirement.basis)
    case .consent: ConsentRequirement.read(node, context, &problems).map(Requirement.consent)
    case .optOut: OptOutRequirement.read(node, &problems).map(Requirement.optOut)
    case .eligibility: ConditionContext(context.vocabulary).read(node, &problems).map(Requirement.eligibility)
    case .prohibit: ProhibitRequirement.read(node, context, &problems).map(Requirement.prohibit)
    case .granularity: GranularityRequirement.read(node, context, &problems).map(Requirement.granularity)
    case .freshness: FreshnessRequirement.read(node, &problems).map(Requirement.freshness)
    case .retention: RetentionRequirement.read(node, &problems).map(Requirement.retention)
    case .crowd: CrowdRequirement.read(node, &problems).map(Requirement.crowd)
    case .declared: isEmpty(node, kind, &problems) ? .declared : nil
    case .evidence: EvidenceRequirement.read(node, &problems).map(Requirement.evidence)
    case .reask: ReaskRequirement.read(node, &problems).map(Requirement.reask)
    case .reconcile: isEmpty(node, kind, &problems) ? .reconcile(ReconcileRequirement()) : nil
    case .erasure: ErasureRequirement.read(node, &problems).map(Requirement.erasure)
    case .deadline: DeadlineRequirement.read(node, &problems).map(Requirement.deadline)
    case .disclosure: DisclosureRequirement.read(node, &problems).map(Requirement.disclosure)
    case .review: ReviewRequirement.read(node, &problems).map(Requirement.review)
    case .hygiene: HygieneRequirement.read(node, &problems).map(Requirement.hygiene)
    }
  }

  private static func isEmpty(_ node: Node, _ kind: RequirementKind, _ problems: inout Problems) -> Bool {
    guard let fields = MappingReader(node, "`\(kind.rawValue)`", &problems) else { return false }
    fields.finish(&problems)
    return node.entries?.isEmpty ?? false
  }
}

extension Node {
  /// `declared:` with nothing behind it means `declared: {}`.
  fileprivate var orEmptyMapping: Node {
    if case .null = content { Node(.mapping([]), at: position) } else { self }
  }

  /// The same text for the same meaning: keys in byte order, scalars as written without quotes, nothing left out where it
  /// is null. Each text is preceded by its length, so that no two values share a form.
  var normalisedText: String {
    switch content {
    case .null: return "n"
    case .sequence(let elements): return "l\(elements.count):" + elements.map(\.normalisedText).joined()
    case .mapping(let entries):
      let present = entries.filter { if case .null = $0.value.content { false } else { true } }
        .sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      return "m\(present.count):"
        + present.map { "\($0.key.utf8.count):\($0.key)" + $0.value.normalisedText }.joined()
    case .boolean, .integer, .decimal, .text:
      let text = scalarText ?? ""
      return "t\(text.utf8.count):\(text)"
    }
  }
}
