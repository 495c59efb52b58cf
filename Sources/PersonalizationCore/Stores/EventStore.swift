package import ConsentHistory
internal import GRDB
package import GovernanceModel
internal import Predicates

/// The people of a service in one SQLite file: what they did, what is stated of them, their consents, which keys are one
/// person; and the items and fitted models that tactics choose from.
///
/// Its consents are those of a ``DecisionLog`` in the same file, so that `proviso consent import` fills them.
package struct EventStore: Sendable {
  let queue: DatabaseQueue
  let log: DecisionLog
  /// Data uses that are channels, for the consent histories.
  private let channelUses: [DataUse: Channel]

  /// Opens or makes the file; throws when it cannot be written, or holds something else.
  package init(path: String, channelUses: [DataUse: Channel] = [:]) throws {
    log = try DecisionLog(path: path)
    queue = log.queue
    self.channelUses = channelUses
    try queue.write { try $0.execute(sql: Self.schema) }
  }

  /// Adds what a person did. An unsubscription is a withdrawal at once: of marketing messages, in its channel.
  package func append(_ events: [PersonEvent], of subject: String) throws {
    _ = try append(events: events.map { (subject, $0) })
  }

  /// Adds what is stated of a person.
  package func append(_ statements: [Statement], of subject: String) throws {
    _ = try append(statements: statements.map { (subject, $0) })
  }

  package func append(_ events: [ConsentEvent], recordedAt: Instant) throws {
    try log.append(events, recordedAt: recordedAt)
  }

  /// `alias` turns out to be the same person as `subject`.
  package func link(_ alias: String, to subject: String, at instant: Instant) throws {
    _ = try append(links: [(subject, alias, instant)])
  }

  package func setItems(_ items: [String: Catalogue.Item]) throws {
    _ = try append(items: items.map { ($0.key, $0.value) })
  }

  /// Deletes what a person did and what is stated of them; the consent history gets an `erased` event and stays, since it
  /// proves that nothing may be done.
  package func erase(_ subject: String, at instant: Instant) throws {
    try queue.write { database in
      for table in ["person_events", "person_attributes"] {
        try database.execute(sql: "DELETE FROM \(table) WHERE subject = ?", arguments: [subject])
      }
      try database.execute(
        sql: "DELETE FROM person_links WHERE subject = ? OR alias = ?", arguments: [subject, subject])
      let erased = ConsentEvent(subject: subject, purpose: .every, action: .erased, at: Moment(instant))
      try log.insert([erased], recordedAt: instant, into: database)
    }
  }

  // MARK: - Reading

  /// A person as known at an instant, with all who turned out to be the same by then; nil when nothing is known under the key.
  ///
  /// Nothing that was recorded later is seen; derived attributes are ``ProfileDerivation``'s.
  package func person(_ key: String, asOf now: Instant, type: DataSubject? = nil) throws -> Person? {
    try queue.read { try person(key, now, type, $0) }
  }

  /// Every key that something is known of, but those that are an alias by `now`, in byte order.
  package func subjects(asOf now: Instant) throws -> [String] {
    try queue.read { database in
      try String.fetchAll(
        database,
        sql: """
          SELECT subject FROM person_events UNION SELECT subject FROM person_attributes
          UNION SELECT subject FROM consent_events
          EXCEPT SELECT alias FROM person_links WHERE at <= ? ORDER BY 1
          """, arguments: [now.description])
    }
  }

  private func person(
    _ key: String, _ now: Instant, _ type: DataSubject?, _ database: Database
  ) throws -> Person? {
    let links = try links(of: key, now, database)
    let keys = Set(links.flatMap { [$0.subject, $0.alias] } + [key])
    var parts: [String: Person] = [:]
    for key in keys { parts[key] = try part(key, now, type, database) }
    guard parts.values.contains(where: { !$0.isBlank }) else { return nil }
    // Which part a key belongs to by now.
    var head = Dictionary(uniqueKeysWithValues: keys.map { ($0, $0) })
    for link in links {
      guard let into = head[link.subject], let from = head[link.alias], into != from,
        let first = parts[into], let second = parts[from]
      else { continue }
      parts[into] = first.merging(second, at: link.at)
      parts[from] = nil
      for (key, part) in head where part == from { head[key] = into }
    }
    return head[key].flatMap { parts[$0] }
  }

  private struct Link {
    let subject: String
    let alias: String
    let at: Instant
  }

  /// All links that hold this person together by `now`, in the order in which they were found.
  private func links(of key: String, _ now: Instant, _ database: Database) throws -> [Link] {
    let rows = try Row.fetchAll(
      database,
      sql: """
        WITH RECURSIVE same(key) AS (
          SELECT ? UNION
          SELECT CASE WHEN subject = same.key THEN alias ELSE subject END FROM person_links, same
          WHERE (subject = same.key OR alias = same.key) AND at <= ?)
        SELECT DISTINCT subject, alias, at FROM person_links, same
        WHERE (subject = same.key OR alias = same.key) AND at <= ? ORDER BY at, subject, alias
        """, arguments: [key, now.description, now.description])
    return rows.compactMap { row in
      Instant(iso8601: row["at"] as String).map { Link(subject: row["subject"], alias: row["alias"], at: $0) }
    }
  }

  private func part(_ key: String, _ now: Instant, _ type: DataSubject?, _ database: Database) throws -> Person {
    let statements = try statements(of: key, database)
    return Person(
      Profile(subject: key, subjectType: type, statements: statements, asOf: now),
      consents: ConsentTimeline(try consents(of: key, database), channelUses: channelUses),
      events: EventHistory(try events(of: key, database)))
  }
}

extension Person {
  fileprivate var isBlank: Bool { profile.attributes.isEmpty && consents.events.isEmpty && events.events.isEmpty }
}
