internal import Digests
internal import GovernanceModel
internal import XMLDocuments

extension XMLWriter {
  mutating func report(_ report: Report) {
    start("report", namespace: ReportXML.namespace)
    attribute("id", report.identifier)
    attribute("schemaVersion", "1.0")
    attribute("kind", report.kind.rawValue)
    attribute("asOf", report.asOf.written)
    attribute("project", report.project)
    attribute("baseline", report.baseline)
    generator(report)
    scope(report)
    policies(report.policies)
    summary(ReportSummary(report))
    start("findings")
    for finding in report.findings { self.finding(finding, pseudonymKey: report.pseudonymKey) }
    end()
    end()
  }

  private mutating func generator(_ report: Report) {
    start("generator")
    attribute("name", "proviso")
    attribute("version", report.generator)
    end()
    guard !report.pseudonymKey.isEmpty else { return }
    start("pseudonyms")
    attribute("method", "HMAC-SHA-256")
    attribute("key", report.pseudonymKey)
    end()
  }

  private mutating func scope(_ report: Report) {
    start("scope")
    for store in report.stores { self.store(store) }
    for set in report.ruleSets { ruleSet(set) }
    for gap in report.gaps {
      start("notExamined")
      attribute("subject", gap.subject)
      attribute("reason", gap.reason.rawValue)
      text(gap.detail)
      end()
    }
    for control in report.unmet {
      start("notApplicable")
      attribute("pack", control.pack)
      attribute("control", control.control)
      text(control.reason)
      end()
    }
    exactness(report)
    end()
  }

  private mutating func exactness(_ report: Report) {
    if let since = report.since {
      start("since")
      attribute("run", since.run)
      attribute("asOf", since.asOf.written)
      for log in since.logs {
        start("log")
        attribute("collection", log.collection)
        attribute("judged", log.judged)
        attribute("carried", log.carried)
        end()
      }
      end()
    }
    for limit in report.limits {
      start("limit")
      attribute("subject", limit.subject)
      text(limit.detail)
      end()
    }
  }

  private mutating func store(_ store: ExaminedStore) {
    start("store")
    attribute("id", store.id)
    attribute("engine", store.engine)
    attribute("mapDigest", store.mapDigest)
    for collection in store.collections {
      start("collection")
      attribute("name", collection.name)
      attribute("rows", collection.rows)
      attribute("examined", collection.examined)
      for control in collection.controls {
        start("control")
        attribute("id", control)
        end()
      }
      end()
    }
    end()
  }

  private mutating func ruleSet(_ set: ExaminedRuleSet) {
    start("ruleSet")
    attribute("id", set.id)
    attribute("format", set.format)
    attribute("path", set.path)
    attribute("digest", set.digest)
    for rule in set.rules {
      start("rule")
      attribute("id", rule.id)
      attribute("verdict", rule.verdict)
      attribute("proved", rule.proved)
      attribute("violated", rule.violated)
      attribute("unverifiable", rule.unverifiable)
      end()
    }
    end()
  }

  private mutating func policies(_ packs: [PolicyDigest]) {
    start("policies")
    for pack in packs {
      start("pack")
      attribute("id", pack.id)
      attribute("version", pack.version)
      attribute("digest", pack.digest)
      attribute("controls", pack.controls)
      end()
    }
    end()
  }

  private mutating func summary(_ summary: ReportSummary) {
    start("summary")
    attribute("verdict", summary.verdict)
    attribute("complete", summary.isComplete ? "true" : "false")
    attribute("findings", summary.findings)
    attribute("open", summary.open)
    attribute("news", summary.news)
    for severity in Severity.allCases.sorted(by: >) {
      start("count")
      attribute("severity", severity.rawValue)
      for status in Finding.Status.allCases { attribute(status.rawValue, summary.count(severity, status)) }
      end()
    }
    end()
  }
}

extension Report {
  /// An XML name for what was run: version 5 over project, kind and instant.
  var identifier: String {
    let name = hexadecimal(lengthPrefixed([project, kind.rawValue, asOf.written]))
    return "report-\(NameUUID(namespace: .proviso, name: name))"
  }
}

extension Instant {
  /// ISO 8601, held to the years that `xs:dateTime` and four digits can say.
  var written: String { min(max(self, Self.earliestWritten), Self.latestWritten).description }

  /// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999Z.
  static let earliestWritten = Instant(microseconds: -62_135_596_800_000_000)
  static let latestWritten = Instant(microseconds: 253_402_300_799_999_999)
}
