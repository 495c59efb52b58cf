internal import Digests
package import GovernanceModel

extension FindingMaker {
  /// Findings of uses after an instant, together with those of an earlier audit of the uses up to it.
  ///
  /// Uses add up. Nobody can say how many people were met on both sides, so that the sum is what there are at most; a finding
  /// says so. Its sample is the new one, filled up from the earlier one.
  ///
  /// - Parameters:
  ///   - run: the earlier audit's number.
  ///   - repeated: logs (`store.collection`) of which some uses may be counted on both sides.
  ///   - sampleSize: pseudonyms in a finding.
  package func adding(
    _ earlier: [Finding], ofRun run: Int, repeating repeated: Set<String>, to findings: [Finding], sampleSize: Int
  ) -> [Finding] {
    var all = Dictionary(findings.map { ($0.fingerprint, $0) }) { first, _ in first }
    for finding in earlier {
      let name = finding.asset.collectionName
      all[finding.fingerprint] = taken(
        finding, ofRun: run, mayRepeat: name.map(repeated.contains) ?? false, with: all[finding.fingerprint],
        sampleSize: sampleSize)
    }
    return Array(all.values).inReportOrder()
  }

  private func taken(
    _ finding: Finding, ofRun run: Int, mayRepeat: Bool, with new: Finding?, sampleSize: Int
  ) -> Finding {
    let own = finding.parameters.filter { !CarriedName.ofLastRun.contains($0.name) }
    var (counts, sample) = (finding.counts, finding.sample)
    var parameters = own + [Parameter(CarriedName.run, "run \(run)")]
    if let new {
      counts = Counts(
        uses: sum(counts.uses, new.counts.uses), records: sum(counts.records, new.counts.records),
        subjects: sum(counts.subjects, new.counts.subjects), first: least(counts.first, new.counts.first),
        last: least(counts.last, new.counts.last, by: >))
      sample = Array((new.sample + sample.filter { !new.sample.contains($0) }).prefix(sampleSize))
      parameters.append(Parameter(CarriedName.newUses, String(new.counts.uses ?? 0)))
      parameters.append(Parameter(CarriedName.newSubjects, String(new.counts.subjects ?? 0)))
      let bounds =
        [Parameter(CarriedName.subjects, "at most")] + (mayRepeat ? [Parameter(CarriedName.uses, "at most")] : [])
      parameters += bounds.filter { !own.contains($0) }
    }
    let verdict = new.map { $0.verdict.combined(with: finding.verdict) } ?? finding.verdict
    return Finding(
      pack: finding.pack, control: finding.control, title: finding.title, law: finding.law, severity: finding.severity,
      asset: finding.asset, locus: finding.locus, verdict: verdict, counts: counts, sample: sample,
      parameters: parameters, obligation: finding.obligation, remedy: finding.remedy, status: .new,
      fingerprint: finding.fingerprint,
      evidenceDigest: evidenceDigest(
        verdict: verdict, counts: counts, sample: sample, salt: key.salt(for: finding.fingerprint)))
  }

  private func sum(_ left: Int?, _ right: Int?) -> Int? {
    guard let left, let right else { return left ?? right }
    return left + right
  }

  private func least(_ left: Instant?, _ right: Instant?, by precedes: (Instant, Instant) -> Bool = (<)) -> Instant? {
    guard let left, let right else { return left ?? right }
    return precedes(left, right) ? left : right
  }
}

/// Parameters that a finding has which was taken over.
private enum CarriedName {
  static let run = "takenOverFrom"
  static let newUses = "usesSince"
  static let newSubjects = "subjectsSince"
  static let subjects = "subjects"
  static let uses = "uses"
  /// Those that say something of one run only.
  static let ofLastRun: Set<String> = [run, newUses, newSubjects]
}

extension Asset {
  /// `store.collection`; nil for anything else.
  fileprivate var collectionName: String? {
    guard case .store(let store, let collection?, _, _) = self else { return nil }
    return "\(store).\(collection)"
  }
}
