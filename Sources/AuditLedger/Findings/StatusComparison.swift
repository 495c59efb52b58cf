internal import Digests
package import GovernanceModel

/// Says what became of each finding since an earlier run of the same kind (semantics section 9, status).
package struct StatusComparison: Sendable {
  /// A control with its pack.
  package struct ControlKey: Hashable, Sendable {
    package let pack: String
    package let control: String
    package init(pack: String, control: String) { (self.pack, self.control) = (pack, control) }
  }

  private let previous: [String: Finding]
  private let fixedBefore: Set<String>
  private let coverage: Coverage
  private let controls: Set<ControlKey>

  /// - Parameters:
  ///   - previous: the findings of the run that is compared with; nil when there is none.
  ///   - fixedBefore: fingerprints that some earlier run told as fixed.
  ///   - coverage: what the new run examined.
  ///   - controls: those of the policy now.
  package init(previous: [Finding]?, fixedBefore: Set<String> = [], coverage: Coverage, controls: Set<ControlKey>) {
    self.previous = Dictionary((previous ?? []).map { ($0.fingerprint, $0) }) { first, _ in first }
    (self.fixedBefore, self.coverage, self.controls) = (fixedBefore, coverage, controls)
  }

  /// The new run's findings with their status, and those of the earlier run that are no longer there, in report order.
  package func compare(_ current: [Finding]) -> [Finding] {
    let present = Set(current.map(\.fingerprint))
    let absent = previous.values.filter { !present.contains($0.fingerprint) }
    return (current.map(compared) + absent.compactMap(gone)).inReportOrder()
  }

  private func compared(_ finding: Finding) -> Finding {
    var finding = finding
    guard let before = previous[finding.fingerprint] else {
      finding.status = fixedBefore.contains(finding.fingerprint) ? .reopened : .new
      return finding
    }
    finding.previous = before.knownCounts
    switch before.status {
    case .fixed, .retired: finding.status = .reopened
    // A waiver that was taken away, or that did not hold before, leaves the finding open: never known and so passed.
    case .waived, .waiverExpired, .waiverStale, .waiverExceeded: finding.status = .reopened
    default: finding.status = isWorse(finding, than: before) ? .worse : .existing
    }
    return finding
  }

  /// More subjects; or a violation where there was only doubt, which must not pass as known.
  private func isWorse(_ finding: Finding, than before: Finding) -> Bool {
    if case .violation = finding.verdict, case .unverifiable = before.verdict { return true }
    if let now = finding.counts.subjects { return now > before.knownCounts.subjects ?? 0 }
    // Rules have no subjects: more places of one rule are worse, so that a place mended hides no place made.
    guard case .rule = finding.asset, let now = finding.counts.records else { return false }
    return now > before.knownCounts.records ?? 1
  }

  /// What is told of a finding that is not there any more; nil when it was told before and nothing is left to say.
  private func gone(_ before: Finding) -> Finding? {
    switch before.status {
    case .fixed, .retired: return nil
    default: break
    }
    guard controls.contains(ControlKey(pack: before.pack, control: before.control)) else {
      return before.carried(as: .retired, counts: Counts())
    }
    guard coverage.isComplete(before.asset, under: before.control) else {
      return before.carried(as: .notExamined, counts: Counts())
    }
    let known = before.knownCounts
    return before.carried(
      as: .fixed,
      counts: Counts(
        uses: known.uses.map { _ in 0 }, records: known.records.map { _ in 0 }, subjects: known.subjects.map { _ in 0 })
    )
  }
}

extension Finding {
  /// The last counts that a run saw: of a finding that was not looked at, those before.
  fileprivate var knownCounts: Counts { status == .notExamined ? previous ?? counts : counts }

  /// The finding as it is told when it is not there any more: without sample and places, which are of the earlier run.
  fileprivate func carried(as status: Status, counts: Counts) -> Finding {
    Finding(
      pack: pack, control: control, title: title, law: law, severity: severity, asset: asset, locus: locus,
      verdict: verdict, counts: counts, previous: knownCounts, sample: [], parameters: parameters,
      obligation: obligation, remedy: remedy, status: status, fingerprint: fingerprint,
      evidenceDigest: evidenceDigest(of: counts))
  }

  /// Nobody was seen, so there is nothing to salt.
  private func evidenceDigest(of counts: Counts) -> String {
    Digests.evidenceDigest(verdict: verdict, counts: counts, sample: [], salt: "")
  }
}
