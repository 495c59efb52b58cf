package import GovernanceModel

/// Is personal data that was found declared as what it is, or as something on the same line of the taxonomy?
package func declaredVerdict(found: DataCategory, declared: [DataCategory]) -> Verdict {
  let isKnown = declared.contains { $0.isSameOrBelow(found) || found.isSameOrBelow($0) }
  return isKnown ? .compliant : .violation(.undeclared)
}
