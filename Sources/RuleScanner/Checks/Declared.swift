internal import GovernanceModel
internal import PolicyEngine
internal import Predicates

extension GateRun {
  /// `declared`: a map or a vocabulary says what each attribute of the rule is.
  mutating func checkDeclared(_ rule: RuleCase) -> [RuleFinding]? {
    rule.reads.filter { $0.pattern == nil }.map { read in
      if read.path == .anything { return read.unknown([]) }
      let near = attributes.nearest(to: read.path)
      return RuleFinding(
        .violation(.undeclared), read, nil, "no data map and no vocabulary says what this is",
        help: near.map { "did you mean `\($0)`?" }
          ?? "map `\(read.path)` to a data category under `attributes:` in proviso.yaml")
    }
  }
}
