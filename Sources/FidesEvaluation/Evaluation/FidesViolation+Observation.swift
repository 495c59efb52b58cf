package import GovernanceModel

extension FidesViolation {
  /// The violation as a check's observation: the declared keys first, then the rule.
  package var observation: Observation {
    let keys = (part?.categories ?? declaration.categories).filter { categories.contains($0.text) }
    let only = categories.count == 1 ? DataCategory(categories[0]) : nil
    return Observation(
      pack: policy.key.text, control: rule.controlID, asset: .rule(set: system.key.text, rule: declaration.name.text),
      locus: Locus(attribute: part?.path, category: only, use: DataUse(declaration.use.text)),
      verdict: .violation(.prohibited),
      parameters: [
        Parameter("data categories", categories.joined(separator: ", ")),
        Parameter("data subjects", subjects.joined(separator: ", ")),
      ],
      places: keys.map { $0.place("declared here") } + [rule.name.place("the rule that forbids it")], help: detail)
  }
}

extension FidesRule {
  /// The name as the id of a control: what an id cannot hold becomes a hyphen.
  package var controlID: String {
    let safe = name.text.unicodeScalars.map { scalar -> Character in
      let isSafe = scalar.isASCII && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar))
      return isSafe || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "-"
    }
    let id = String(safe)
    return id.unicodeScalars.first.map { $0.properties.isAlphabetic || $0 == "_" } ?? false ? id : "_" + id
  }
}
