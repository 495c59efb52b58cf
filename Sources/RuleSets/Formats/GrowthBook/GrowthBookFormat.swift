internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// GrowthBook: the payload of an SDK endpoint with features, saved groups and experiments.
  package static let growthBook = RuleSetFormat(
    name: "growthbook",
    recognises: { content, _ in GrowthBookFormat.recognises(content.root) },
    lower: { document, _ throws(InputError) in try GrowthBookFormat.ruleSet(document.root, of: document.file) },
    evaluate: { document, request throws(EvaluationError) in
      try GrowthBookFormat.evaluate(document.root, of: document.file, request)
    })
}

enum GrowthBookFormat {
  /// True for `{"features": {"key": {"defaultValue", "rules"}}}`, with saved groups, experiments or an encrypted part.
  static func recognises(_ root: Node) -> Bool {
    if root["encryptedFeatures"] != nil { return true }
    guard let features = root["features"]?.entries else { return false }
    let keys = ["defaultValue", "rules"]
    let isFeatures = features.allSatisfy { entry in
      guard let members = entry.value.entries else { return true }
      return members.isEmpty || members.contains { keys.contains($0.key) }
    }
    if !features.isEmpty { return isFeatures && features.contains { $0.value.entries != nil } }
    return root["savedGroups"] != nil || root["experiments"] != nil || root["dateUpdated"] != nil
  }

  /// One rule for each rule of a feature, and one for each experiment beside them. Throws ``InputError`` with everything
  /// that is malformed.
  static func ruleSet(_ root: Node, of file: SourceFile) throws(InputError) -> RuleSet {
    let payload = GrowthBookPayload(root, file)
    try payload.problems.throwIfAny()
    var lowering = GrowthBookLowering(payload: payload, file: file)
    var rules: [Rule] = []
    for key in payload.order {
      if let feature = payload.features[key] { rules += lowering.rules(of: key, feature) }
    }
    for (index, node) in payload.experiments.enumerated() { rules.append(lowering.rule(ofExperiment: node, at: index)) }
    for entry in payload.encrypted { rules.append(encrypted(entry, file)) }
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.growthBook.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: segments(&lowering))
  }

  /// What prerequisites refer to, and what that refers to.
  private static func segments(_ lowering: inout GrowthBookLowering) -> [String: Predicate] {
    var (segments, next) = ([String: Predicate](), 0)
    while next < lowering.wanted.count {
      let prerequisite = lowering.wanted[next]
      next += 1
      guard segments[prerequisite.segmentID] == nil else { continue }
      segments[prerequisite.segmentID] = .constant(false)
      segments[prerequisite.segmentID] = lowering.segment(prerequisite)
    }
    return segments
  }

  private static func encrypted(_ entry: Node.Entry, _ file: SourceFile) -> Rule {
    var notes = RuleNotes(file: file)
    let audience = notes.opaque("an encrypted part of the payload", at: entry.keyNode, of: entry.value)
    return notes.rule(id: entry.key, at: entry.keyNode, audience: audience)
  }
}
