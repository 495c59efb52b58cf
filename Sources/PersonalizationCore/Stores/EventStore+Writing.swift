internal import ConsentHistory
internal import GRDB
package import GovernanceModel
internal import Predicates

/// Many rows of many people in one transaction, all or none. Each answers how many rows were new: what the store holds
/// already is not written again.
extension EventStore {
  package func append(events: [(subject: String, event: PersonEvent)]) throws -> Int {
    try queue.write { database in
      let statement = try database.makeStatement(
        sql: """
          INSERT OR IGNORE INTO person_events (subject, type, at, event_id, item, order_id, amount, value, topic, channel,
            source) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """)
      var added = 0
      for (subject, event) in events {
        try statement.execute(arguments: [
          subject, event.type, event.at.description, event.id, event.item, event.order, event.amount, event.value,
          event.topic, event.channel, event.source,
        ])
        guard database.changesCount > 0 else { continue }
        added += 1
        if event.type == "unsubscribe" { try withdraw(subject, event, database) }
      }
      return added
    }
  }

  private func withdraw(_ subject: String, _ event: PersonEvent, _ database: Database) throws {
    let no = ConsentEvent(
      subject: subject, purpose: DataUse("marketing.communications"), channel: event.channel.map { Channel($0) },
      action: .withdrawn, at: Moment(event.at), method: "unsubscribe")
    try log.insert([no], recordedAt: event.at, into: database)
  }

  package func append(statements: [(subject: String, statement: Statement)]) throws -> Int {
    try write("INSERT OR IGNORE INTO person_attributes VALUES (?, ?, ?, ?, ?, ?, ?)", statements) {
      subject, statement in
      let attribute = statement.attribute
      return [
        subject, statement.path.text, attribute.value.storedText, attribute.source, attribute.updatedAt.description,
        attribute.granularity?.description, attribute.isInferred ? 1 : 0,
      ]
    }
  }

  /// An item that is known under its name becomes what is said last.
  package func append(items: [(id: String, item: Catalogue.Item)]) throws -> Int {
    let sql = """
      INSERT INTO items VALUES (?, ?, ?, ?) ON CONFLICT (item) DO UPDATE
      SET title = excluded.title, category = excluded.category, members_only = excluded.members_only
      WHERE (title, category, members_only) IS NOT (excluded.title, excluded.category, excluded.members_only)
      """
    return try write(sql, items) { id, item in [id, item.title, item.category, item.isForMembers ? 1 : 0] }
  }

  /// `alias` turns out to be the same person as `subject`.
  package func append(links: [(subject: String, alias: String, at: Instant)]) throws -> Int {
    try write("INSERT OR IGNORE INTO person_links VALUES (?, ?, ?)", links) { subject, alias, at in
      [subject, alias, at.description]
    }
  }

  private func write<Row>(_ sql: String, _ rows: [Row], _ arguments: (Row) -> StatementArguments) throws -> Int {
    try queue.write { database in
      let statement = try database.makeStatement(sql: sql)
      var added = 0
      for row in rows {
        try statement.execute(arguments: arguments(row))
        added += database.changesCount
      }
      return added
    }
  }
}
