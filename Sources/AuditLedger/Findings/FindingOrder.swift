package import GovernanceModel

extension [Finding] {
  /// Severity descending, then control, asset, locus and reason by their UTF-8 bytes (semantics section 9); pack and
  /// fingerprint settle what is left, so that the order never depends on the input's.
  package func inReportOrder() -> [Finding] {
    let keyed = map { finding in
      (
        finding: finding,
        keys: [
          finding.control, finding.asset.description, finding.locus.description, finding.verdict.reason?.rawValue ?? "",
          finding.pack, finding.fingerprint,
        ]
      )
    }
    return keyed.sorted { left, right in
      guard left.finding.severity == right.finding.severity else {
        return left.finding.severity > right.finding.severity
      }
      for (one, other) in zip(left.keys, right.keys) where !one.utf8.elementsEqual(other.utf8) {
        return one.utf8.lexicographicallyPrecedes(other.utf8)
      }
      return false
    }.map(\.finding)
  }
}
