internal import ConsentHistory
internal import GRDB
internal import GovernanceModel
internal import RuleSets
internal import SourceDocuments

extension DecisionLog {
  /// What a person was served by the log, by time.
  package func served(_ subject: String) throws -> [Served] {
    try queue.read { database in
      try Row.fetchAll(
        database, sql: Self.servings + " AND subject = ? ORDER BY at, id", arguments: [name(subject)]
      ).compactMap { Served($0) }
    }
  }

  /// Everything that was served, by the name that stands for the subject, in byte order.
  package func servings() throws -> [(subject: String, served: [Served])] {
    try queue.read { database in
      var found: [(subject: String, served: [Served])] = []
      let rows = try Row.fetchCursor(database, sql: Self.servings + " ORDER BY subject, at, id")
      while let row = try rows.next() {
        guard let served = Served(row) else { continue }
        let subject: String = row["subject"]
        if found.last?.subject == subject {
          found[found.count - 1].served.append(served)
        } else {
          found.append((subject, [served]))
        }
      }
      return found
    }
  }

  private static let servings = """
    SELECT subject, rule_set, rule, coalesce(decision, rule) AS decision, at, channel, offering FROM decisions
    WHERE outcome <> 'fallback'
    """

  /// Adds decisions with the consent events of their people, all or none, so that the log can be audited by itself. Events
  /// that it holds already are not written again.
  package func append(_ decisions: [Decision], of people: [Person]) throws {
    try queue.write { database in
      for person in people {
        let subject = person.profile.subject
        let sql = "SELECT \(Self.consentColumns) FROM consent_events WHERE subject = ?"
        let rows = try Row.fetchAll(database, sql: sql, arguments: [name(subject)])
        let known = Set(rows.map { row in row.databaseValues.map { String.fromDatabaseValue($0) } })
        var events = person.consents.events
        for index in events.indices { events[index].subject = subject }
        let missing = events.filter { !known.contains(row($0, recordedAt: nil)) }
        try insert(missing, recordedAt: nil, into: database)
      }
      try insert(decisions, into: database)
    }
  }
}

extension Served {
  fileprivate init?(_ row: Row) {
    guard let at = Instant(iso8601: row["at"] as String) else { return nil }
    let (offering, channel): (String?, String?) = (row["offering"], row["channel"])
    self.init(
      ruleSet: row["rule_set"], rule: row["rule"], decision: row["decision"], at: at,
      channel: channel.map { Channel($0) }, offering: offering.flatMap { Offering(logged: $0) })
  }
}

extension Offering {
  /// Nil for a text that is no offering of this version.
  init?(logged text: String) {
    guard let file = try? SourceFile(path: "offering", bytes: Array(text.utf8)), let node = try? Node.json(file),
      let tactic = node["tactic"]?.text.flatMap({ Tactic(rawValue: $0) })
    else { return nil }
    self.init(
      tactic, content: node["content"]?.text, step: node["step"]?.text,
      items: node["items"]?.elements?.compactMap { $0.text.map { Item(id: $0) } } ?? [],
      because: node["because"]?.text ?? "")
  }
}
