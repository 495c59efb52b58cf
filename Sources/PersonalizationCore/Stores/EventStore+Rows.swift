internal import ConsentHistory
internal import GRDB
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension EventStore {
  /// Rows whose time or type cannot be read say nothing that can be relied on, and are left out.
  func events(of subject: String, _ database: Database) throws -> [PersonEvent] {
    var events: [PersonEvent] = []
    let rows = try Row.fetchCursor(
      database,
      sql: """
        SELECT type, at, event_id, item, order_id, amount, value, topic, channel, source FROM person_events
        WHERE subject = ?
        """, arguments: [subject])
    while let row = try rows.next() {
      guard let at = Instant(iso8601: row[1] as String) else { continue }
      events.append(
        PersonEvent(
          row[0], at: at, id: row[2], item: row[3], order: row[4], amount: row[5], value: row[6], topic: row[7],
          channel: row[8], source: row[9]))
    }
    return events
  }

  func statements(of subject: String, _ database: Database) throws -> [Statement] {
    let rows = try Row.fetchAll(
      database,
      sql:
        "SELECT attribute, value, source, updated_at, granularity, inferred FROM person_attributes WHERE subject = ?",
      arguments: [subject])
    return rows.compactMap { row in
      let level: String? = row["granularity"]
      guard let value = Value(stored: row["value"]), let at = Instant(iso8601: row["updated_at"] as String) else {
        return nil
      }
      return Statement(
        AttributePath(row["attribute"]),
        ProfileAttribute(
          value, categories: [], granularity: level.flatMap { Granularity(named: $0) }, isInferred: row["inferred"],
          source: row["source"], updatedAt: at))
    }
  }

  func consents(of subject: String, _ database: Database) throws -> [ConsentEvent] {
    let rows = try Row.fetchAll(
      database, sql: "SELECT \(DecisionLog.consentColumns) FROM consent_events WHERE subject = ?", arguments: [subject])
    return rows.compactMap { ConsentEvent($0) }
  }
}

extension ConsentEvent {
  /// Nil for a row whose action, kind, actor or time is none that is known.
  fileprivate init?(_ row: Row) {
    guard let action = ConsentAction(rawValue: row["action"]), let at = Moment(iso8601: row["at"] as String),
      let kind = ConsentKind(rawValue: row["kind"]), let actor = ConsentActor(rawValue: row["actor"])
    else { return nil }
    func moment(_ column: String) -> Moment? {
      let text: String? = row[column]
      return text.flatMap { Moment(iso8601: $0) }
    }
    let (channel, notice): (String?, String?) = (row["channel"], row["notice_id"])
    self.init(
      subject: row["subject"], purpose: DataUse(row["purpose"]), channel: channel.map { Channel($0) },
      controller: row["controller"], action: action, at: at, recordedAt: moment("recorded_at"),
      expiresAt: moment("expires_at"), kind: kind, actor: actor, method: row["method"],
      notice: notice.map { Notice(id: $0, version: row["notice_version"], language: row["notice_language"]) },
      evidence: row["evidence"])
  }
}

extension Value {
  /// JSON; an instant is an object with the key `at`.
  var storedText: String {
    switch self {
    case .boolean(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .decimal(let value): value.isFinite ? "\(value)" : "null"
    case .text(let text): JSONText.quoted(text)
    case .instant(let instant): "{\"at\":\(JSONText.quoted(instant.description))}"
    case .set(let values): JSONText.list(values.map(\.storedText))
    }
  }

  /// Nil for null, for an object that is no instant, and for what is no JSON.
  package init?(stored text: String) {
    guard let file = try? SourceFile(path: "value", bytes: Array(text.utf8)), let node = try? Node.json(file) else {
      return nil
    }
    if node.members == nil {
      guard let value = node.value else { return nil }
      self = value
    } else {
      guard let instant = node["at"]?.text.flatMap({ Instant(iso8601: $0) }) else { return nil }
      self = .instant(instant)
    }
  }
}
