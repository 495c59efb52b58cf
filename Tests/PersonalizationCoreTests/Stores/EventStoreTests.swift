import ConsentHistory
import GRDB
import GovernanceModel
import PersonalizationCore
import Predicates
import ProvisoTesting
import Testing

@Suite struct EventStoreTests {
  private let folder: TemporaryFolder
  private let path: String
  private let store: EventStore
  private static let now = TacticFixture.instant("2026-06-01")

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path("core.sqlite")
    store = try EventStore(path: path)
  }

  private func state(_ key: String, at day: String) throws -> ConsentState? {
    let at = TacticFixture.instant(day)
    let question = ConsentQuestion(use: DataUse("marketing.communications"), channel: Channel("email"), at: Moment(at))
    return try store.person(key, asOf: at)?.consents.state(of: question, under: ConsentTerms())
  }

  private func consent(_ subject: String, _ action: ConsentAction, _ day: String) -> ConsentEvent {
    var event = TacticFixture.consent(action, day, purpose: "marketing.communications")
    event.subject = subject
    return event
  }

  @Test func `a person reads back as written`() throws {
    let event = PersonEvent(
      "purchase", at: TacticFixture.instant("2026-01-02T03:04:05.000006Z"), id: "7", item: "bréad", order: "b",
      amount: -2.5,
      value: 3, topic: "t", channel: "web", source: "shop")
    try store.append([event, event], of: "anna")
    try store.append([event], of: "anna")
    let values: [Value] = [
      .integer(7), .decimal(7), .boolean(true), .text("7 \"times\""), .instant(TacticFixture.instant("2026-01-01")),
      .set([.text("a"), .integer(1)]),
    ]
    let statements = values.enumerated().map { number, value in
      Statement(
        AttributePath("a.\(number)"),
        ProfileAttribute(
          value, categories: [], granularity: Granularity(named: "place.city"), isInferred: true, source: "crm",
          updatedAt: TacticFixture.instant("2026-02-01")))
    }
    try store.append(statements, of: "anna")
    let person = try #require(try store.person("anna", asOf: Self.now, type: DataSubject("customer")))
    #expect(person.events.events == [event])
    #expect(person.profile.attributes == Dictionary(uniqueKeysWithValues: statements.map { ($0.path, $0.attribute) }))
    #expect(person.profile.subjectType == DataSubject("customer"))
  }

  @Test func `an unknown person is nobody`() throws {
    #expect(try store.person("nobody", asOf: Self.now) == nil)
    try store.append([.made("view", "2026-01-01")], of: "anna")
    #expect(try store.person("ann", asOf: Self.now) == nil)
  }

  @Test func `an unsubscription withdraws at once, in its channel`() throws {
    try store.append([consent("anna", .given, "2026-01-01")], recordedAt: TacticFixture.instant("2026-01-01"))
    var event = PersonEvent.made("unsubscribe", "2026-03-01T10:00:00Z")
    event.channel = "email"
    event.id = "u1"
    try store.append([event, event], of: "anna")
    try store.append([event], of: "anna")
    #expect(try state("anna", at: "2026-03-01T09:59:59Z") == .valid)
    #expect(try state("anna", at: "2026-03-01T10:00:00Z") == .invalid(.withdrawn))
    #expect(try store.person("anna", asOf: Self.now)?.consents.events.count == 2)
  }

  @Test func `two keys of one person are merged, and a no of one ends the yes of the other`() throws {
    try store.append(
      [
        consent("new", .given, "2026-02-01"), consent("old", .given, "2026-01-01"),
        consent("old", .withdrawn, "2026-01-15"),
      ],
      recordedAt: TacticFixture.instant("2026-01-01"))
    try store.append([.made("view", "2026-02-02", "bread")], of: "new")
    try store.append([.made("view", "2026-01-02", "tea")], of: "old")
    try store.link("old", to: "new", at: TacticFixture.instant("2026-04-01"))
    #expect(try state("new", at: "2026-03-31") == .valid)
    #expect(try state("new", at: "2026-04-02") == .invalid(.invalidated))
    let merged = try #require(try store.person("old", asOf: Self.now))
    #expect(merged.profile.subject == "new" && merged.events.events.map(\.item) == ["tea", "bread"])
    #expect(try store.subjects(asOf: Self.now) == ["new"])
    #expect(try store.subjects(asOf: TacticFixture.instant("2026-03-31")) == ["new", "old"])
    // Before they were known to be one, they are two.
    #expect(try store.person("old", asOf: TacticFixture.instant("2026-03-31"))?.events.events.map(\.item) == ["tea"])
    try store.append([consent("new", .given, "2026-05-01")], recordedAt: TacticFixture.instant("2026-05-01"))
    #expect(try state("new", at: "2026-05-02") == .valid)
  }

  @Test func `a chain of keys is one person, whichever key is asked for`() throws {
    for key in ["a", "b", "c", "d"] { try store.append([.made("view", "2026-01-01", key)], of: key) }
    try store.link("b", to: "a", at: TacticFixture.instant("2026-02-01"))
    try store.link("c", to: "b", at: TacticFixture.instant("2026-02-02"))
    try store.link("a", to: "c", at: TacticFixture.instant("2026-02-03"))
    for key in ["a", "b", "c"] {
      let person = try #require(try store.person(key, asOf: Self.now))
      #expect(person.profile.subject == "a" && person.events.events.count == 3)
    }
    #expect(try store.person("d", asOf: Self.now)?.events.events.count == 1)
  }

  @Test func `an erased person is forgotten, but not their no`() throws {
    try store.append([consent("anna", .given, "2026-01-01")], recordedAt: TacticFixture.instant("2026-01-01"))
    try store.append([.made("view", "2026-01-01")], of: "anna")
    try store.erase("anna", at: TacticFixture.instant("2026-05-01"))
    let person = try #require(try store.person("anna", asOf: Self.now))
    #expect(person.events.events.isEmpty && person.profile.attributes.isEmpty)
    #expect(try state("anna", at: "2026-05-02") == .invalid(.erased))
  }

  @Test(arguments: ["soon", "2026-13-01T00:00:00Z", ""])
  func `rows whose time cannot be read say nothing`(at: String) throws {
    try store.append([.made("view", "2026-01-01")], of: "anna")
    try DatabaseQueue(path: path).write { database in
      try database.execute(
        sql: "INSERT INTO person_events (subject, type, at) VALUES ('anna', 'view', ?)", arguments: [at])
      try database.execute(
        sql: "INSERT INTO person_attributes VALUES ('anna', 'a', '1', 's', ?, NULL, 0)", arguments: [at])
    }
    let person = try #require(try store.person("anna", asOf: Self.now))
    #expect(person.events.events.count == 1 && person.profile.attributes.isEmpty)
  }

  @Test func `items and models read back, whole or for some items`() throws {
    let items = ["a": Catalogue.Item(title: "A", category: "c", isForMembers: true), "b": Catalogue.Item()]
    try store.setItems(items)
    #expect(try store.catalogue().items == items)
    let lists = ItemLists(
      neighbours: [
        "a": [.init(item: "b", likeness: 0.5), .init(item: "c", likeness: 0.25)], "b": [.init(item: "a", likeness: 1)],
      ],
      popular: ["b", "a"])
    try store.setModel("m", ItemLists(neighbours: ["z": [.init(item: "y", likeness: 1)]], popular: ["z"]))
    try store.setModel("m", lists)
    #expect(try store.model("m")?.neighbours == lists.neighbours)
    #expect(try store.model("m", of: ["a", "x"])?.neighbours == lists.neighbours.filter { $0.key == "a" })
    #expect(try store.model("m")?.popular == ["b", "a"])
    #expect(try store.model("other") == nil)
  }
}
