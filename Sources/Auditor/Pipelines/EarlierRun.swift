internal import AuditLedger
internal import GovernanceModel
internal import StoreScanner

/// A complete audit that another goes on from: uses up to its instant are not judged again.
struct EarlierRun {
  let id: RunID
  let report: Report
  let trail: AuditTrail
  /// The logs, as `store.collection`, whose uses it judged and nobody need judge again.
  let logs: Set<String>

  var number: Int { Int(id.number) }

  /// What it found in uses and still stands.
  var findings: [Finding] {
    report.findings.filter { finding in
      guard case .store(let store, let collection?, nil, _) = finding.asset, finding.counts.uses != nil,
        logs.contains("\(store).\(collection)")
      else { return false }
      switch finding.status {
      case .fixed, .notExamined, .retired: return false
      default: return true
      }
    }
  }

  /// Logs of which some uses were judged then and are judged again: nobody can tell these from new ones.
  var repeated: Set<String> {
    logs.filter { name in trail.logs[name].map { $0.within + $0.after > 0 } ?? true }
  }

  /// Why the uses up to its instant must be judged again after all, by what lies in the logs now; nil where they need not.
  func fault(of result: StoreScanResult) -> String? {
    let now = Dictionary(result.logs.map { ($0.collection, $0) }) { first, _ in first }
    for name in logs.sorted() {
      guard let then = trail.logs[name], let found = now[name]?.since else {
        return "the uses of `\(name)` were not counted"
      }
      let late = found.upTo - then.upTo
      if late > 0 { return "\(late) of the uses in `\(name)` came later and are dated up to its instant" }
    }
    let consents = Set(trail.logs.filter { $0.value.kind == LogRows.Kind.consents.rawValue }.keys)
      .union(result.logs.filter { $0.kind == .consents }.map(\.collection))
    for name in consents.sorted() {
      guard let then = trail.logs[name], let found = now[name]?.since else {
        return "the consent events of `\(name)` were not counted"
      }
      let late = found.upTo + found.within - then.upTo - then.within
      if late > 0 { return "\(late) of the consent events in `\(name)` came later and are dated up to its instant" }
    }
    return nil
  }

  /// What is to be known of the findings that were taken over.
  func limits(of result: StoreScanResult) -> [Limit] {
    var limits = [
      Limit(
        subject: "run \(id)",
        detail:
          "uses up to its instant are judged by what was known then: uses, consents and profiles that were changed or "
          + "deleted since are not looked at again; people met before and after are counted twice")
    ]
    for log in result.logs {
      guard let then = trail.logs[log.collection], let now = log.since else { continue }
      let gone = then.upTo - now.upTo
      guard gone > 0 else { continue }
      limits.append(
        Limit(
          subject: log.collection,
          detail: "at least \(gone) \(log.kind == .uses ? "uses" : "consent events") that run \(id) saw are gone; what "
            + "they came to is still told"))
    }
    return limits
  }

  /// For the report.
  func told(_ result: StoreScanResult) -> EarlierAudit {
    let known = result.logs.filter { logs.contains($0.collection) }.sorted {
      $0.collection.utf8.lexicographicallyPrecedes($1.collection.utf8)
    }
    return EarlierAudit(
      run: number, asOf: report.asOf,
      logs: known.map { log in
        EarlierAudit.Log(
          collection: log.collection, judged: (log.since?.within ?? 0) + (log.since?.after ?? 0),
          carried: log.since?.upTo ?? 0)
      })
  }
}

extension AuditTrail.Log {
  init(_ log: LogRows) {
    self.init(
      kind: log.kind.rawValue, upTo: log.asOf.upTo, within: log.asOf.within, after: log.asOf.after,
      longAfter: log.asOf.longAfter)
  }
}
