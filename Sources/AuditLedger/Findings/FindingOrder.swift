package import GovernanceModel

extension [Finding] {
  /// Severity descending, then control, asset, locus and reason by their UTF-8 bytes (semantics section 9); pack and
  /// fingerprint settle what is left, so that the order never depends on the input's.
  package func inReportOrder() -> [Finding] {
    let keys = map(ReportOrderKey.init)
    return indices.sorted { keys[$0] < keys[$1] }.map { self[$0] }
  }
}

/// What findings are ordered by, written out once for each.
private struct ReportOrderKey: Comparable {
  private let severity: Severity
  private let texts: TextOrderKey

  init(_ finding: Finding) {
    severity = finding.severity
    texts = TextOrderKey(
      finding.control, finding.asset.description, finding.locus.description, finding.verdict.reason?.rawValue ?? "",
      finding.pack, finding.fingerprint)
  }

  static func < (left: ReportOrderKey, right: ReportOrderKey) -> Bool {
    left.severity == right.severity ? left.texts < right.texts : left.severity > right.severity
  }
}
