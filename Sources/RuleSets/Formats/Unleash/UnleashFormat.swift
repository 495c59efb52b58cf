internal import Digests
package import GovernanceModel
internal import Predicates
package import SourceDocuments

/// Unleash: features with activation strategies, constraints, segments and parents, as clients get them.
package enum UnleashFormat {
  /// True for `{"features": [{"name", "enabled", …}]}`, for events of the delta API, and for files of the client
  /// specification, which hold one of them as `state`.
  package static func recognises(_ root: Node) -> Bool {
    let state = root["state"] ?? root
    if let events = state["events"]?.elements {
      return !events.isEmpty && events.allSatisfy { $0["type"]?.scalarText != nil && $0["eventId"] != nil }
    }
    guard let features = state["features"]?.elements else { return false }
    return state["version"] != nil || features.contains { $0["strategies"] != nil }
  }

  /// One rule a feature: its audience is whom the feature is on for. Throws ``InputError`` with everything that is malformed.
  package static func ruleSet(_ root: Node, of file: SourceFile) throws(InputError) -> RuleSet {
    let state = UnleashState(root, file)
    try state.problems.throwIfAny()
    let rules = state.features.map { feature in
      var lowering = UnleashLowering(state: state, file: file)
      return lowering.rule(feature)
    }
    return RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: "unleash", path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: rules, segments: [:])
  }
}
