package import GovernanceModel

extension [Finding] {
  /// Severity descending, then control, asset, locus and reason by their UTF-8 bytes (semantics section 9); pack and
  /// fingerprint settle what is left, so that the order never depends on the input's.
  package func inReportOrder() -> [Finding] {
    let keyed = enumerated().map { (severity: $1.severity, key: $1.orderKey, index: $0) }
    return keyed.sorted { left, right in
      left.severity == right.severity
        ? left.key.lexicographicallyPrecedes(right.key) : left.severity > right.severity
    }.map { self[$0.index] }
  }
}

extension Finding {
  /// One byte string a finding, made once: comparing six texts at each of the n log n steps took most of the order's time.
  fileprivate var orderKey: [UInt8] {
    let texts = [
      control, asset.description, locus.description, verdict.reason?.rawValue ?? "", pack, fingerprint,
    ]
    var key: [UInt8] = []
    key.reserveCapacity(texts.reduce(0) { $0 + $1.utf8.count + 1 })
    for text in texts {
      for byte in text.utf8 {
        // A zero ends a text, so that the shorter of two comes first; within a text 0 and 1 are told as 1 0 and 1 1.
        if byte < 2 { key.append(1) }
        key.append(byte)
      }
      key.append(0)
    }
    return key
  }
}
