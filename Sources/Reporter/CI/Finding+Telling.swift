internal import GovernanceModel

extension Finding {
  /// What is wrong, in one line.
  var headline: String {
    let doubt = if case .unverifiable = verdict { "not verified: " } else { "" }
    let reason = verdict.reason.map { ": \($0.phrase)" } ?? ""
    return Terminal.safe("\(doubt)\(title)\(reason)")
  }

  /// What a reader needs beside the place: what stands there, a person whom it would wrong, how to mend it.
  var details: [String] {
    var lines = [Terminal.safe("\(asset)" + (locus.isEmpty ? "" : " · \(locus)"))]
    if let label = places.first?.label, !label.isEmpty { lines.append(Terminal.safe(label)) }
    if !counts.words.isEmpty { lines.append(counts.words) }
    if let example { lines.append(Terminal.safe("for example: \(example)")) }
    lines.append(Terminal.safe("help: \(help ?? remedy)"))
    if let words = waiverWords { lines.append(Terminal.safe(words)) }
    return lines
  }

  /// `waived until 2027-01-31 by crm, approved by dpo: reason`; where it does not hold, why.
  var waiverWords: String? {
    waiver.map { waiver in
      let answers = "by \(waiver.owner), approved by \(waiver.approver): \(waiver.reason)"
      return waiver.fault.map { "waiver does not hold, \($0) (\(answers))" }
        ?? "waived until \(waiver.expires) \(answers)"
    }
  }

  /// The run saw it: neither fixed nor left out.
  var isPresent: Bool {
    switch status {
    case .fixed, .notExamined, .retired: false
    default: true
    }
  }

  /// The first digits of the fingerprint, as people type them.
  var shortFingerprint: String { String(fingerprint.dropFirst(4).prefix(8)) }
}

extension Report {
  /// `new since main`, `worse, was 90 subjects`.
  func statusWords(of finding: Finding) -> String {
    guard let baseline, finding.status == .new || finding.status == .existing else { return finding.statusWords }
    return finding.statusWords + (finding.status == .new ? " since " : " in ") + Terminal.safe(baseline)
  }
}

extension String {
  /// At most so many Unicode scalars, the last of them `…` where something was cut.
  func clipped(_ limit: Int) -> String {
    guard unicodeScalars.count > limit else { return self }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: unicodeScalars.prefix(limit - 1))
    return String(view) + "…"
  }
}
