internal import Digests
package import GovernanceModel

/// The report as JSON: the shape of the XML with names in lowerCamelCase, lists in the plural, and absent instead of null.
package enum ReportJSON {
  /// The whole report as an indented JSON document, with a newline at its end.
  package static func text(of report: Report) -> String { value(of: report).document }

  private static func value(of report: Report) -> JSONValue {
    .object([
      ("schemaVersion", .text("1.0")), ("id", .text(report.identifier)), ("kind", .text(report.kind.rawValue)),
      ("asOf", .text(report.asOf.written)), ("project", .text(report.project)),
      ("baseline", JSONValue.text(report.baseline)),
      ("generator", .object([("name", .text("proviso")), ("version", .text(report.generator))])),
      ("pseudonymKey", report.pseudonymKey.isEmpty ? nil : .text(report.pseudonymKey)),
      ("stores", .array(report.stores.map(value))), ("ruleSets", .array(report.ruleSets.map(value))),
      ("notExamined", .array(report.gaps.map(value))), ("notApplicable", .array(report.unmet.map(value))),
      ("since", report.since.map(value)), ("limits", report.limits.isEmpty ? nil : .array(report.limits.map(value))),
      ("policies", .array(report.policies.map(value))),
      ("summary", value(of: ReportSummary(report))), ("findings", .array(report.findings.map(JSONValue.init))),
    ])
  }

  private static func value(of store: ExaminedStore) -> JSONValue {
    .object([
      ("id", .text(store.id)), ("engine", .text(store.engine)), ("mapDigest", .text(store.mapDigest)),
      ("collections", .array(store.collections.map(value))),
    ])
  }

  private static func value(of collection: ExaminedStore.Collection) -> JSONValue {
    .object([
      ("name", .text(collection.name)), ("rows", .number(collection.rows)), ("examined", .number(collection.examined)),
      ("controls", .array(collection.controls.map { .text($0) })),
    ])
  }

  private static func value(of set: ExaminedRuleSet) -> JSONValue {
    .object([
      ("id", .text(set.id)), ("format", .text(set.format)), ("path", .text(set.path)), ("digest", .text(set.digest)),
      ("rules", .array(set.rules.map(value))),
    ])
  }

  private static func value(of rule: ExaminedRuleSet.Rule) -> JSONValue {
    .object([
      ("id", .text(rule.id)), ("verdict", .text(rule.verdict)), ("proved", .number(rule.proved)),
      ("violated", .number(rule.violated)), ("unverifiable", .number(rule.unverifiable)),
    ])
  }

  private static func value(of gap: Gap) -> JSONValue {
    .object([
      ("subject", .text(gap.subject)), ("reason", .text(gap.reason.rawValue)), ("detail", .text(gap.detail)),
    ])
  }

  private static func value(of control: UnmetControl) -> JSONValue {
    .object([
      ("pack", .text(control.pack)), ("control", .text(control.control)), ("reason", .text(control.reason)),
    ])
  }

  private static func value(of since: EarlierAudit) -> JSONValue {
    .object([
      ("run", .number(since.run)), ("asOf", .text(since.asOf.written)),
      (
        "logs",
        .array(
          since.logs.map { log in
            .object([
              ("collection", .text(log.collection)), ("judged", .number(log.judged)), ("carried", .number(log.carried)),
            ])
          })
      ),
    ])
  }

  private static func value(of limit: Limit) -> JSONValue {
    .object([("subject", .text(limit.subject)), ("detail", .text(limit.detail))])
  }

  private static func value(of pack: PolicyDigest) -> JSONValue {
    .object([
      ("id", .text(pack.id)), ("version", .text(pack.version)), ("digest", .text(pack.digest)),
      ("controls", .number(pack.controls)),
    ])
  }

  private static func value(of summary: ReportSummary) -> JSONValue {
    let rows = Severity.allCases.sorted(by: >).map { severity in
      let row = Finding.Status.allCases.map { ($0.rawValue, Optional(JSONValue.number(summary.count(severity, $0)))) }
      return (severity.rawValue, Optional(JSONValue.object(row)))
    }
    return .object([
      ("verdict", .text(summary.verdict)), ("complete", .boolean(summary.isComplete)),
      ("findings", .number(summary.findings)), ("open", .number(summary.open)), ("news", .number(summary.news)),
      ("counts", .object(rows)),
    ])
  }
}
