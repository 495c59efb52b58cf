import ConsentHistory
import DataStores
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct DataMapTests {
  static func read(_ text: String) throws -> DataMap {
    try DataMap.read(SourceFile(path: "map.yaml", bytes: Array(text.utf8))) { ZoneDatabase.rules(named: $0) }
  }

  @Test func `a manifest without our blocks is read as it is`() throws {
    let map = try Self.read(
      """
      organization: [{fides_key: default}]
      dataset:
        - fides_key: shop
          name: Shop
          data_categories: [user]
          fides_meta: {after: [other.x]}
          unknown_key: {anything: [1, 2]}
          collections:
            - name: orders
              data_categories: [user.behavior]
              after: [shop.people]
              fields:
                - name: id
                  fides_meta: {primary_key: True}
                - name: mail
                  data_categories: [user.contact.email]
                - name: place
                  data_categories: [user.location]
                  fields:
                    - name: city
                      data_categories: [user.contact.address.city]
                    - name: point
                      fields: [{name: lat}, {name: lon, data_categories: null}]
            - {name: notes, fields: []}
      """)
    let dataset = try #require(map.datasets.first)
    let orders = try #require(dataset.collections.first)
    #expect(dataset.key == "shop" && dataset.name == "Shop" && dataset.zone == .utc)
    #expect(orders.fields.map(\.name) == ["id", "mail", "place.city", "place.point.lat", "place.point.lon"])
    #expect(orders.fields.map(\.isPrimaryKey) == [true, false, false, false, false])
    let effective = orders.fields.map { orders.categories(of: $0).map(\.key) }
    #expect(
      effective == [
        ["user.behavior"], ["user.contact.email"], ["user.contact.address.city"], ["user.location"], ["user.location"],
      ])
    let notes = dataset.collections[1]
    #expect(notes.categories(of: orders.fields[0]).map(\.key) == ["user"])
    #expect(orders.subject == nil && !orders.mayBeEmpty && map.digest.count == 64)
  }

  @Test func `a log of strings in place of words`() throws {
    let text = """
      dataset:
        - fides_key: d
          collections:
            - name: cmp
              proviso:
                subject: id
                consents:
                  {encoding: tcf2, column: tc, at: {column: ts, unit: milliseconds}, recordedAt: seen, vendor: 755,
                  channel: web, notice: {id: banner}, carries: [refused, withdrawn]}
              fields: [{name: id}, {name: tc}, {name: ts}, {name: seen}, {name: banner}]
      """
    let collection = try #require(try Self.read(text).datasets.first?.collections.first)
    let log = try #require(collection.consents)
    #expect(log.signal == SignalColumn(encoding: .tcf2, column: "tc", vendor: 755))
    #expect(log.purpose == nil && log.action == nil && log.kind == nil && log.method == nil)
    #expect(log.recordedAt == InstantColumn(column: "seen") && log.carries == [.refused, .withdrawn])
    #expect(collection.promisedColumns == ["banner", "id", "seen", "tc", "ts"])
  }

  @Test func `every part that a collection can play`() throws {
    let collections = try #require(try Self.read(Self.full).datasets.first).collections
    let named = Dictionary(uniqueKeysWithValues: collections.map { ($0.name, $0) })
    let sends = try #require(named["campaign_sends"]?.uses)
    #expect(sends.use == ColumnOrConstant(constant: "marketing.communications.email"))
    #expect(sends.channel == ColumnOrConstant(constant: "email"))
    #expect(sends.at == InstantColumn(column: "sent_at") && sends.rule == "campaign_id")
    #expect(sends.basis == ColumnOrConstant(constant: "consent"))
    #expect(sends.reads == ["age", "income"] && sends.attributes == "read_attributes")
    let log = try #require(named["consent_log"]?.consents)
    #expect(log.action == ColumnOrConstant(column: "status", values: ["granted": "given", "no": "refused"]))
    #expect(log.at == InstantColumn(column: "ts", unit: .seconds, precision: .day))
    #expect(log.purpose == ColumnOrConstant(column: "purpose", constant: "purpose"))
    #expect(log.kind == ColumnOrConstant(constant: "express") && log.actor == ColumnOrConstant(column: "who"))
    #expect(log.noticeID == ColumnOrConstant(column: "notice_id") && log.evidence == "proof")
    #expect(log.method == ColumnOrConstant(column: "how") && log.carries == [.objected, .optedOut])
    let people = try #require(named["people"])
    #expect(people.subject == "id" && people.subjectType == DataSubject("prospect"))
    #expect(people.profile?.quasiIdentifiers == ["age", "income"])
    #expect(people.anchors == ["lastActivity": "last_at", "created": "made_at"])
    #expect(people.fields[1].granularity == Granularity(named: "birth.band10"))
    #expect(people.fields[1].attribute == "subject.ageBand" && people.fields[1].isInferred)
    #expect(named["segments"]?.audience?.left == InstantColumn(column: "left_at"))
    #expect(named["segments"]?.subject == "household_id" && named["segments"]?.mayBeEmpty == true)
    #expect(named["erasures"]?.erasures?.at == InstantColumn(column: "erased_at"))
    #expect(named["requests"]?.requests?.extended == InstantColumn(column: "extended_at"))
    #expect(named["shares"]?.disclosures?.country == ColumnOrConstant(column: "country"))
    #expect(named["products"]?.subject == nil, "a listed collection without the key is not about persons")
  }

  static let full = """
    dataset:
      - fides_key: journey
        proviso: {subject: household_id, zone: Europe/Paris, subjectType: customer}
        collections:
          - name: campaign_sends
            proviso:
              uses: {use: marketing.communications.email, at: sent_at, channel: email, rule: campaign_id,
                basis: {constant: consent}, reads: [age, income], attributes: read_attributes}
          - name: consent_log
            proviso:
              consents:
                purpose: purpose
                action: {column: status, values: {granted: given, no: refused}}
                at: {column: ts, unit: seconds, precision: day}
                kind: express
                actor: who
                notice: {id: notice_id, version: notice_version}
                evidence: {method: how, reference: proof}
                carries: [objected, optedOut]
          - name: people
            proviso:
              subject: id
              subjectType: prospect
              profile: {updatedAt: made_at, quasiIdentifiers: [age, income]}
              anchors: {lastActivity: last_at, created: made_at}
            fields:
              - {name: id, data_categories: [user.unique_id]}
              - {name: age, proviso: {granularity: birth.band10, attribute: subject.ageBand, inferred: true}}
              - {name: income, proviso: {updatedAt: made_at}}
              - name: made_at
              - name: last_at
          - name: segments
            proviso:
              mayBeEmpty: true
              audience: {audience: segment_id, use: personalize, entered: computed_at, left: left_at}
          - {name: erasures, proviso: {erasures: {at: erased_at}}}
          - {name: requests, proviso: {requests: {type: kind, received: a, closed: b, extended: extended_at}}}
          - {name: shares, proviso: {disclosures: {recipient: to, at: at, country: country}}}
          - {name: products, fields: [{name: product_id}]}
    """

  @Test func `a plain word is a column, a constant, or left to the store`() throws {
    func use(_ fields: String, _ word: String) throws -> ColumnOrConstant? {
      let map = try Self.read(
        """
        dataset:
          - fides_key: d
            collections:
              - name: c
                proviso: {subject: s, uses: {use: \(word), at: t}}
                fields: [\(fields)]
        """)
      return map.datasets[0].collections[0].uses?.use
    }
    let listed = "{name: s}, {name: t}, {name: purpose}, {name: a.b}"
    #expect(try use(listed, "purpose") == ColumnOrConstant(column: "purpose"))
    #expect(try use(listed, "a.b") == ColumnOrConstant(column: "a.b"))
    #expect(try use(listed, "goal") == ColumnOrConstant(constant: "goal"))
    #expect(try use("", "goal") == ColumnOrConstant(column: "goal", constant: "goal"))
    #expect(try use("", "personalize.content") == ColumnOrConstant(constant: "personalize.content"))
    #expect(try use("", "marketing") == ColumnOrConstant(constant: "marketing"))
    #expect(try use("", "'*'") == ColumnOrConstant(constant: "*"))
    #expect(try use("", "{column: personalize}") == ColumnOrConstant(column: "personalize"))
    #expect(try use(listed, "{constant: purpose}") == ColumnOrConstant(constant: "purpose"))
  }

  @Test func `a word that was left open is bound by the table`() throws {
    let map = try Self.read(
      """
      dataset:
        - fides_key: d
          proviso: {subject: s}
          collections:
            - {name: sends, proviso: {uses: {use: goal, channel: way, at: t}}}
            - {name: consents, proviso: {consents: {purpose: goal, channel: way, at: t, action: given}}}
            - {name: stays, proviso: {audience: {audience: a, use: goal, channel: way, entered: t}}}
            - {name: shares, proviso: {disclosures: {recipient: r, at: t, use: goal}}}
            - {name: gone, proviso: {uses: {use: goal, at: t}}}
      """)
    let tables = ["sends", "consents", "stays", "shares"].map { TableSchema(name: $0, columns: ["s", "GOAL"]) }
    let bound = map.bound(to: tables).datasets[0].collections
    let (goal, way) = (ColumnOrConstant(column: "goal"), ColumnOrConstant(constant: "way"))
    #expect(bound[0].uses?.use == goal && bound[0].uses?.channel == way)
    #expect(bound[1].consents?.purpose == goal && bound[1].consents?.channel == way)
    #expect(bound[1].consents?.action == ColumnOrConstant(constant: "given"))
    #expect(bound[2].audience?.use == goal && bound[2].audience?.channel == way)
    #expect(bound[2].audience?.audience == ColumnOrConstant(column: "a"))
    #expect(bound[3].disclosures?.use == goal)
    #expect(bound[4].uses?.use == ColumnOrConstant(column: "goal", constant: "goal"))
    #expect(map.bound(to: []).datasets[0].collections[0].uses?.use.constant == "goal")
  }

  @Test func `zones are read, and their absence is told`() throws {
    let map = try Self.read(Self.full)
    #expect(map.datasets[0].zone.name == "Europe/Paris" && map.diagnostics.isEmpty)
    let silent = try Self.read(Self.full.replacing("zone: Europe/Paris, ", with: ""))
    #expect(silent.datasets[0].zone == .utc)
    #expect(silent.diagnostics.map(\.level) == [.note])
  }

  @Test func `unknown categories and uses are warnings with the nearest name`() throws {
    let map = try Self.read(
      """
      dataset:
        - fides_key: d
          data_categories: [user]
          collections:
            - name: c
              data_categories: [user.contact.emial]
              proviso: {subject: s, uses: {use: marketing.comunications, at: t}}
              fields: [{name: s, data_categories: [own.kind, user.contact.email]}, {name: t}]
      """)
    let known = Set(["user", "user.contact.email"].map(DataCategory.init))
    let categories = map.unknownCategories(known: known)
    #expect(
      categories.map(\.message) == [
        "the vocabulary has no data category `user.contact.emial`", "the vocabulary has no data category `own.kind`",
      ])
    #expect(categories.map(\.help) == ["did you mean `user.contact.email`?", nil])
    #expect(categories.allSatisfy { $0.level == .warning && $0.span != nil })
    let uses = map.unknownUses(known: [DataUse("marketing.communications")])
    #expect(uses.map(\.help) == ["did you mean `marketing.communications`?"])
    #expect(uses.allSatisfy { $0.level == .error && $0.span != nil })
    #expect(map.unknownUses(known: [DataUse("marketing.comunications")]).isEmpty)
  }

  @Test func `what a category is that nobody knows is unclassified, so that nothing passes for it`() throws {
    let map = try Self.read(
      """
      dataset:
        - fides_key: d
          collections:
            - name: c
              fields:
                - {name: a, data_categories: [user.contact.emial]}
                - {name: b, data_categories: [user.contact.email, own.kind]}
                - {name: c, data_categories: [user.contact.email]}
      """)
    let kept = map.unclassified(except: Set(["user", "user.contact.email"].map(DataCategory.init)))
    #expect(kept.datasets[0].collections[0].fields.map(\.categories) == [[], [], [DataCategory("user.contact.email")]])
  }
}
