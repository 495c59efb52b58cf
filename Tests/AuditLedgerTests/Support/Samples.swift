import Digests
import GovernanceModel

@testable import AuditLedger

enum Samples {
  static let key = PseudonymKey(Array(0...31))
  static let sends = Asset.store("journey", collection: "sends", field: nil, rule: nil)
  static let people = Asset.store("journey", collection: "people", field: nil, rule: nil)
  static let rule = Asset.rule(set: "spring", rule: "lapsed")

  static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

  static func facts(_ severity: Severity = .high) -> ControlFacts {
    ControlFacts(
      title: "Withdrawn consent ends the use", law: LawReference(name: "GDPR", article: "7(3)"), severity: severity,
      obligation: "Consent is valid.", remedy: "Stop.")
  }

  static func observation(
    control: String = "withdrawal", asset: Asset = sends, locus: Locus = Locus(),
    verdict: Verdict = .violation(.withdrawn), counts: Counts = Counts(uses: 3, subjects: 2), keys: [String] = []
  ) -> Observation {
    Observation(
      pack: "gdpr", control: control, asset: asset, locus: locus, verdict: verdict, counts: counts,
      sample: keys.map { Redacted($0) })
  }

  static func findings(_ observations: [Observation]) throws -> [Finding] {
    try FindingMaker(key: key).findings(of: observations) { _, _ in facts() }
  }

  /// A report that examined `sends` and `people` under `withdrawal` and `crowd`, and the rule set `spring`.
  static func report(_ findings: [Finding] = [], gaps: [Gap] = []) -> Report {
    let digest = String(repeating: "0", count: 64)
    return Report(
      kind: .audit, asOf: instant("2026-01-31"), project: "retailer", generator: "0.1.0",
      stores: [
        ExaminedStore(
          id: "journey", engine: "sqlite", mapDigest: digest,
          collections: [
            ExaminedStore.Collection(name: "sends", rows: 9, examined: 9, controls: ["withdrawal"]),
            ExaminedStore.Collection(name: "people", rows: 5, examined: 5, controls: ["crowd", "withdrawal"]),
          ])
      ],
      ruleSets: [
        ExaminedRuleSet(
          id: "spring", format: "native", path: "rules/spring.yaml", digest: digest,
          rules: [ExaminedRuleSet.Rule(id: "lapsed", proved: 1, violated: 0, unverifiable: 0)])
      ], gaps: gaps, findings: findings, pseudonymKey: key.name)
  }

  static let controls: Set<StatusComparison.ControlKey> = [
    StatusComparison.ControlKey(pack: "gdpr", control: "withdrawal"),
    StatusComparison.ControlKey(pack: "gdpr", control: "crowd"),
  ]

  static func start(
    _ kind: Report.Kind = .audit, scope: String = "all", started: String = "2026-01-31T10:00:00Z",
    process: ProcessIdentity = .current
  ) -> RunStart {
    RunStart(
      kind: kind, project: "retailer", scope: scope, asOf: instant("2026-01-31"), started: instant(started),
      process: process)
  }
}
