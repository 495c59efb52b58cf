internal import GovernanceModel

/// A report without its findings, which have a table of their own.
struct StoredReport: Codable {
  private let kind, project, generator, pseudonymKey: String
  private let baseline: String?
  private let asOf: Int64
  private let policies: [StoredPack]
  private let stores: [StoredStore]
  private let ruleSets: [StoredRuleSet]
  private let gaps: [StoredGap]
  /// Nil in runs of versions that did not tell.
  private let unmet: [StoredUnmet]?
  /// Nil where everything was judged.
  private let since: StoredSince?
  private let limits: [StoredLimit]?
  let trail: AuditTrail?

  init(_ report: Report, _ trail: AuditTrail? = nil) {
    self.trail = trail
    (kind, project, generator) = (report.kind.rawValue, report.project, report.generator)
    (pseudonymKey, asOf, baseline) = (report.pseudonymKey, report.asOf.microseconds, report.baseline)
    policies = report.policies.map {
      StoredPack(id: $0.id, version: $0.version, digest: $0.digest, controls: $0.controls)
    }
    (stores, ruleSets) = (report.stores.map(StoredStore.init), report.ruleSets.map(StoredRuleSet.init))
    gaps = report.gaps.map { StoredGap(subject: $0.subject, reason: $0.reason.rawValue, detail: $0.detail) }
    unmet = report.unmet.map { StoredUnmet(pack: $0.pack, control: $0.control, reason: $0.reason) }
    since = report.since.map(StoredSince.init)
    limits = report.limits.isEmpty ? nil : report.limits.map { StoredLimit(subject: $0.subject, detail: $0.detail) }
  }

  func report() throws -> Report {
    guard let kind = Report.Kind(rawValue: kind) else { throw StoredFormError.unreadable }
    return Report(
      kind: kind, asOf: Instant(microseconds: asOf), project: project, baseline: baseline, generator: generator,
      policies: policies.map {
        PolicyDigest(id: $0.id, version: $0.version, digest: $0.digest, controls: $0.controls)
      },
      stores: stores.map(\.store), ruleSets: ruleSets.map(\.set), gaps: try gaps.map { try $0.gap() },
      unmet: (unmet ?? []).map { UnmetControl(pack: $0.pack, control: $0.control, reason: $0.reason) },
      since: since?.audit, limits: (limits ?? []).map { Limit(subject: $0.subject, detail: $0.detail) },
      pseudonymKey: pseudonymKey)
  }
}

private struct StoredPack: Codable {
  let id, version, digest: String
  let controls: Int
}

private struct StoredUnmet: Codable {
  let pack, control, reason: String
}

private struct StoredLimit: Codable {
  let subject, detail: String
}

private struct StoredSince: Codable {
  struct Log: Codable {
    let collection: String
    let judged, carried: Int
  }

  let run: Int
  let asOf: Int64
  let logs: [Log]

  init(_ audit: EarlierAudit) {
    (run, asOf) = (audit.run, audit.asOf.microseconds)
    logs = audit.logs.map { Log(collection: $0.collection, judged: $0.judged, carried: $0.carried) }
  }

  var audit: EarlierAudit {
    EarlierAudit(
      run: run, asOf: Instant(microseconds: asOf),
      logs: logs.map { EarlierAudit.Log(collection: $0.collection, judged: $0.judged, carried: $0.carried) })
  }
}

private struct StoredGap: Codable {
  let subject, reason, detail: String

  func gap() throws -> Gap {
    guard let reason = Reason(rawValue: reason) else { throw StoredFormError.unreadable }
    return Gap(subject: subject, reason: reason, detail: detail)
  }
}

private struct StoredStore: Codable {
  struct Collection: Codable {
    let name: String
    let rows, examined: Int
    let controls: [String]
  }

  let id, engine, mapDigest: String
  let collections: [Collection]

  init(_ store: ExaminedStore) {
    (id, engine, mapDigest) = (store.id, store.engine, store.mapDigest)
    collections = store.collections.map {
      Collection(name: $0.name, rows: $0.rows, examined: $0.examined, controls: $0.controls)
    }
  }

  var store: ExaminedStore {
    ExaminedStore(
      id: id, engine: engine, mapDigest: mapDigest,
      collections: collections.map {
        ExaminedStore.Collection(name: $0.name, rows: $0.rows, examined: $0.examined, controls: $0.controls)
      })
  }
}

private struct StoredRuleSet: Codable {
  struct Rule: Codable {
    let id: String
    let proved, violated, unverifiable: Int
  }

  let id, format, path, digest: String
  let rules: [Rule]

  init(_ set: ExaminedRuleSet) {
    (id, format, path, digest) = (set.id, set.format, set.path, set.digest)
    rules = set.rules.map {
      Rule(id: $0.id, proved: $0.proved, violated: $0.violated, unverifiable: $0.unverifiable)
    }
  }

  var set: ExaminedRuleSet {
    ExaminedRuleSet(
      id: id, format: format, path: path, digest: digest,
      rules: rules.map {
        ExaminedRuleSet.Rule(id: $0.id, proved: $0.proved, violated: $0.violated, unverifiable: $0.unverifiable)
      })
  }
}
