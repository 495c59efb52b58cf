internal import GovernanceModel

extension Finding {
  /// `new`, `worse, was 90 subjects`, or `waived until 2027-01-31`.
  var statusWords: String {
    if status == .waived, let waiver { return "waived until \(waiver.expires)" }
    let before = previous.map(\.words) ?? ""
    return before.isEmpty || status == .existing && previous == counts ? status.words : "\(status.words), was \(before)"
  }
}

extension Finding.Status {
  var words: String {
    switch self {
    case .new, .existing, .worse, .reopened, .fixed, .retired, .waived: rawValue
    case .notExamined: "not looked at"
    case .waiverExpired: "waiver expired"
    case .waiverStale: "waiver stale"
    case .waiverExceeded: "waiver exceeded"
    }
  }
}

extension Counts {
  /// `214 uses of 97 subjects`, `12 records`, `587 subjects`; empty when nothing was counted.
  var words: String {
    let acts =
      uses.map { Terminal.counted($0, "use") }
      ?? records.map { Terminal.counted($0, "record") }
    let people = subjects.map { Terminal.counted($0, "subject") }
    return [acts, people].compactMap { $0 }.joined(separator: " of ")
  }
}
