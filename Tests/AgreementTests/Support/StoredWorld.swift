import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import StoreScanner

/// People and uses written to a SQLite file and read back by the real audit.
struct StoredWorld {
  static let asOf = Instant(iso8601: "2026-06-01T00:00:00Z") ?? .distantFuture
  static let columns = [
    "purpose", "action", "at", "recorded_at", "expires_at", "channel", "controller", "kind", "actor", "notice_id",
    "notice_version", "language", "method", "proof",
  ]

  let people: [StoredPerson]
  let uses: [StoredUse]

  var tables: [FixtureTable] {
    [
      FixtureTable("consent_log", columns: ["person"] + Self.columns, rows: people.flatMap { $0.events.map(Self.row) }),
      FixtureTable(
        "people",
        columns: ["person", "updated_at", "country", "born", "suppressed", "score", "last_purchase", "risk"],
        rows: people.compactMap(Self.row)),
      FixtureTable(
        "uses", columns: ["person", "use", "at", "channel", "controller", "rule", "basis", "attributes"],
        rows: uses.map { use in
          return [
            Self.key(people[use.person].key), .text(use.use), .text(use.at.description), Self.optional(use.channel),
            Self.optional(use.controller), .text(use.rule), Self.optional(use.basis?.rawValue),
            .text(use.attributesText),
          ]
        }),
    ]
  }

  /// What the audit sees in a file that holds this world.
  func audit(_ policies: PolicySet, _ map: DataMap) throws -> StoreScanResult {
    let folder = try TemporaryFolder()
    let writer = try SQLiteWriter(path: folder.path("shop.sqlite"))
    for table in tables { try writer.make(table) }
    let store = SQLiteStore(name: "shop", path: folder.path("shop.sqlite"))
    return StoreScan(policies: policies, stores: [AuditedStore(store: store, map: map)], asOf: Self.asOf).run()
  }

  private static func row(_ event: ConsentEvent) -> [FixtureValue] {
    [
      key(event.subject), .text(event.purpose.key), .text(event.action.rawValue), .text(event.at.description),
      optional(event.recordedAt?.description), optional(event.expiresAt?.description), optional(event.channel?.name),
      optional(event.controller), .text(event.kind.rawValue), .text(event.actor.rawValue), optional(event.notice?.id),
      optional(event.notice?.version), optional(event.notice?.language), optional(event.method),
      optional(event.evidence),
    ]
  }

  private static func row(_ person: StoredPerson) -> [FixtureValue]? {
    guard let values = person.values else { return nil }
    let paths = [
      "subject.country", "subject.birthDate", "subject.suppressed", "score.bakery", "lastPurchase", "health.risk",
    ]
    return [key(person.key), optional(person.updatedAt?.description)] + paths.map { stored(values[$0]) }
  }

  private static func key(_ subject: String) -> FixtureValue { Int64(subject).map { .integer($0) } ?? .text(subject) }

  private static func optional(_ text: String?) -> FixtureValue { text.map { .text($0) } ?? .null }

  private static func stored(_ value: Value?) -> FixtureValue {
    switch value {
    case nil, .set?: .null
    case .text(let text)?: .text(text)
    case .integer(let number)?: .integer(number)
    case .decimal(let number)?: .real(number)
    case .boolean(let truth)?: .integer(truth ? 1 : 0)
    case .instant(let instant)?: .text(instant.description)
    }
  }
}

extension StoredUse {
  /// A list of paths, or an object from paths to values.
  fileprivate var attributesText: String {
    guard let logged else { return "[" + attributes.map { "\"\($0)\"" }.joined(separator: ",") + "]" }
    let members = attributes.map { path in "\"\(path)\": \(Self.json(logged[path]))" }
    return " {" + members.joined(separator: ", ") + "}"
  }

  private static func json(_ value: Value?) -> String {
    switch value {
    case nil, .set?: "null"
    case .boolean(let truth)?: "\(truth)"
    case .integer(let number)?: "\(number)"
    case .decimal(let number)?: "\(number)"
    case .text(let text)?: "\"\(text)\""
    case .instant(let instant)?: "\"\(instant)\""
    }
  }
}

extension StoreScanResult {
  /// Verdicts on uses by rule and control.
  var byRule: [String: [String: Set<Verdict>]] {
    var found: [String: [String: Set<Verdict>]] = [:]
    for observation in observations {
      guard case .store(_, "uses"?, _, let rule?) = observation.asset else { continue }
      found[rule, default: [:]][observation.control, default: []].insert(observation.verdict)
    }
    return found
  }
}
