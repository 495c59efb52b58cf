package import GovernanceModel

extension [Finding] {
  /// Severity descending, then control, asset, locus and reason by their UTF-8 bytes (semantics section 9); pack and
  /// fingerprint settle what is left, so that the order never depends on the input's.
  package func inReportOrder() -> [Finding] {
    let keys = map(ReportOrderKey.init)
    return indices.sorted { keys[$0] < keys[$1] }.map { self[$0] }
  }
}

/// What findings are ordered by, written out once for each: texts one after the other, each ended by two zero bytes, with
/// a zero byte inside a text as zero and 255, so that bytes compare as the texts do.
private struct ReportOrderKey: Comparable {
  private let severity: Severity
  private let bytes: [UInt8]

  init(_ finding: Finding) {
    severity = finding.severity
    var bytes: [UInt8] = []
    bytes.reserveCapacity(320)
    func add(_ text: String) {
      for byte in text.utf8 {
        bytes.append(byte)
        if byte == 0 { bytes.append(255) }
      }
      bytes.append(0)
      bytes.append(0)
    }
    add(finding.control)
    add(finding.asset.description)
    add(finding.locus.description)
    add(finding.verdict.reason?.rawValue ?? "")
    add(finding.pack)
    add(finding.fingerprint)
    self.bytes = bytes
  }

  static func < (left: ReportOrderKey, right: ReportOrderKey) -> Bool {
    if left.severity != right.severity { return left.severity > right.severity }
    let (one, other) = (left.bytes.span, right.bytes.span)
    for index in 0..<min(one.count, other.count) where one[index] != other[index] { return one[index] < other[index] }
    return one.count < other.count
  }
}
