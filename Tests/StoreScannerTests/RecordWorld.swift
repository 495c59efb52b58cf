import DataStores
import GovernanceModel
import ProvisoTesting

/// A random store of people, requests, erasures, disclosures and consents, in the columns that an engine would have:
/// timestamps, dates, integers and texts. Dates crowd around the ends of months, keys around each other.
struct RecordWorld {
  private var random: SplitMix64
  private(set) var tables: [Table] = []

  /// A table with the types of its columns; the texts of instants are ISO 8601.
  struct Table {
    let name: String
    let columns: [(name: String, type: ColumnType)]
    var rows: [[FixtureValue]] = []
  }

  enum ColumnType { case integer, text, timestamp, date }

  static let controls = [
    "require: {retention: {maxAge: P13M, since: lastActivity}}",
    "require: {retention: {maxAge: P90D, since: created}}",
    "appliesTo: {uses: [marketing], categories: [user]}\nrequire: {freshness: {maxAge: P6M}}",
    "require: {crowd: {atLeast: 4, of: quasiIdentifiers}}",
    "require: {crowd: {atLeast: 6, of: audience}}",
    "require: {deadline: {within: P1M, extended: P3M, requests: [access, erasure]}}",
    "require: {erasure: {within: P1M}}",
    "appliesTo: {uses: [marketing]}\nrequire: {evidence: {fields: [method, reference, noticeVersion, recordedAt], forbiddenMethods: [preTicked]}}",
    "require: {disclosure: {recipients: [mailer, printer], sale: false, countries: [DE, FR], safeguards: [scc]}}",
  ]

  static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: people
            proviso: {profile: {updatedAt: updated_at, quasiIdentifiers: [town, born]}, anchors: {lastActivity: seen_at, created: joined_on}}
            fields:
              - {name: town, data_categories: [user.contact], proviso: {attribute: subject.country}}
              - {name: mail, data_categories: [user.contact.email], proviso: {updatedAt: mail_at}}
          - name: requests
            proviso: {requests: {type: {column: kind}, received: received_on, closed: closed_at, extended: extended_at}}
          - {name: erasures, proviso: {erasures: {at: erased_at}}}
          - name: consent_log
            proviso:
              consents: {purpose: {column: purpose}, action: {column: action}, at: at, recordedAt: recorded_at, method: {column: method}, notice: {id: {column: notice}, version: {column: version}}, evidence: proof}
          - {name: members, proviso: {audience: {audience: {column: audience}, use: {constant: marketing}, entered: entered_at, left: left_at}}}
          - name: shares
            proviso: {disclosures: {recipient: {column: recipient}, at: at, sale: {column: sale}, country: {column: country}, safeguard: {column: safeguard}}}
    """

  init(seed: UInt64, people: Int) {
    random = SplitMix64(seed: seed)
    add(
      "people", people,
      [
        ("town", .text), ("born", .integer), ("mail", .text), ("mail_at", .timestamp), ("updated_at", .timestamp),
        ("seen_at", .timestamp), ("joined_on", .date),
      ]
    ) { world, person in
      [
        .integer(person), world.word(["DE", "FR", "US"]), world.pick([.integer(1980), .integer(1990), .null]),
        world.word(["a@example.org"]), world.instant(), world.instant(), world.instant(), world.day(),
      ]
    }
    add(
      "requests", people,
      [("kind", .text), ("received_on", .date), ("closed_at", .timestamp), ("extended_at", .timestamp)]
    ) { world, _ in
      [
        world.key(people), world.word(["access", "erasure", "portability"]), world.day(), world.instant(),
        world.oneIn(3) ? world.instant() : .null,
      ]
    }
    add("erasures", people / 3, [("erased_at", .timestamp)]) { world, person in [.integer(person * 3), world.instant()]
    }
    add(
      "consent_log", people * 2,
      [
        ("purpose", .text), ("action", .text), ("at", .timestamp), ("recorded_at", .timestamp), ("method", .text),
        ("notice", .text), ("version", .text), ("proof", .text),
      ]
    ) { world, _ in
      [
        world.key(people), world.word(["marketing", "personalize", "marketing.communications"]),
        world.pick([.text("given"), .text("withdrawn"), .text("renewed")]), world.moment(), world.instant(),
        world.word(["form", "preTicked"]), world.word(["privacy"]), world.word(["1", "2"]), world.word(["p1", "p2"]),
      ]
    }
    add("members", people, [("audience", .text), ("entered_at", .timestamp), ("left_at", .timestamp)]) { world, _ in
      [world.key(people), world.word(["a", "b", "c", "d"]), world.instant(), world.oneIn(2) ? .null : world.instant()]
    }
    add(
      "shares", people,
      [("at", .timestamp), ("recipient", .text), ("sale", .integer), ("country", .text), ("safeguard", .text)]
    ) { world, _ in
      [
        world.key(people), world.instant(), world.word(["mailer", "stranger"]),
        world.pick([.integer(0), .integer(1), .null]), world.word(["DE", "US"]), world.word(["scc", "none"]),
      ]
    }
  }

  private mutating func add(
    _ name: String, _ count: Int, _ columns: [(String, ColumnType)],
    _ row: (inout RecordWorld, Int64) -> [FixtureValue]
  ) {
    var table = Table(name: name, columns: [("person", .integer)] + columns.map { ($0.0, $0.1) })
    for number in 0..<count { table.rows.append(row(&self, Int64(number))) }
    tables.append(table)
  }

  private mutating func oneIn(_ count: Int) -> Bool { random.oneIn(count) }

  private mutating func pick(_ values: [FixtureValue]) -> FixtureValue { random.pick(values) ?? .null }

  private mutating func word(_ words: [String]) -> FixtureValue {
    random.oneIn(6) ? .null : .text(random.pick(words) ?? "")
  }

  private mutating func key(_ people: Int) -> FixtureValue {
    random.oneIn(12) ? .null : .integer(Int64.random(in: 0..<Int64(people), using: &random))
  }

  private mutating func date() -> CivilDate {
    // The last days of months and the first, over three years that hold a 29 February.
    let month = CivilDate(daysSinceEpoch: 19_358 + 365).adding(months: Int.random(in: 0..<30, using: &random))
    let first = month.daysSinceEpoch - month.day + 1
    return CivilDate(daysSinceEpoch: first + Int.random(in: -3...2, using: &random))
  }

  private mutating func moment() -> FixtureValue {
    let time = Int64.random(in: 0..<86_400_000, using: &random) * 1000
    return .text(Instant(date()).advanced(byMicroseconds: random.oneIn(4) ? 0 : time).description)
  }

  private mutating func instant() -> FixtureValue { random.oneIn(8) ? .null : moment() }

  private mutating func day() -> FixtureValue {
    random.oneIn(8) ? .null : .text(String(Instant(date()).description.prefix(10)))
  }

  /// The statements that make the store.
  func statements(_ engine: TestEngine) -> String {
    tables.map { table in
      let columns = table.columns.map { "\(engine.dialect.quoted($0.name)) \(Self.type($0.type, engine))" }
      var sql = "CREATE TABLE \(table.name) (\(columns.joined(separator: ", ")));\n"
      for row in table.rows {
        let values = zip(table.columns, row).map { column, value -> String in
          guard case .text(let text) = value else { return value.sql }
          let literal = engine.dialect.literal(text)
          return engine != .sqlite && [.timestamp, .date].contains(column.type)
            ? "CAST(\(literal) AS \(Self.type(column.type, engine)))" : literal
        }
        sql += "INSERT INTO \(table.name) VALUES (\(values.joined(separator: ", ")));\n"
      }
      return sql
    }.joined()
  }

  private static func type(_ type: ColumnType, _ engine: TestEngine) -> String {
    switch type {
    case .integer: "BIGINT"
    case .text: engine == .sqlite ? "TEXT" : "VARCHAR"
    case .timestamp: engine == .sqlite ? "TEXT" : "TIMESTAMP WITH TIME ZONE"
    case .date: engine == .sqlite ? "TEXT" : "DATE"
    }
  }
}
