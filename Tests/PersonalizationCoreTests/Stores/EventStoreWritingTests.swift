import ConsentHistory
import GovernanceModel
import PersonalizationCore
import Predicates
import ProvisoTesting
import Testing

/// Many rows of many people at once: each tells how many were new, and nothing is written twice.
@Suite struct EventStoreWritingTests {
  private let folder: TemporaryFolder
  private let store: EventStore
  private static let now = TacticFixture.instant("2026-06-01")

  init() throws {
    folder = try TemporaryFolder()
    store = try EventStore(path: folder.path("core.sqlite"))
  }

  @Test func `events of several people`() throws {
    func event(_ id: String?, _ day: String) -> PersonEvent {
      PersonEvent("view", at: TacticFixture.instant(day), id: id, source: "web")
    }
    let rows = [
      (subject: "anna", event: event("1", "2026-01-01")), ("anna", event("1", "2026-01-01")),
      ("bert", event("2", "2026-01-02")), ("bert", event(nil, "2026-01-03")),
    ]
    #expect(try store.append(events: rows) == 3)
    // What has no name comes in again, and is one on reading.
    #expect(try store.append(events: rows) == 1)
    #expect(try store.person("anna", asOf: Self.now)?.events.events.count == 1)
    #expect(try store.person("bert", asOf: Self.now)?.events.events.count == 2)
    #expect(try store.append(events: []) == 0)
  }

  @Test func `an unsubscription that came twice withdraws once`() throws {
    let event = PersonEvent(
      "unsubscribe", at: TacticFixture.instant("2026-01-01"), id: "1", channel: "email", source: "web")
    #expect(try store.append(events: [("anna", event), ("anna", event)]) == 1)
    let person = try #require(try store.person("anna", asOf: Self.now))
    let consents = person.consents.events
    #expect(consents.map(\.action) == [.withdrawn] && consents.first?.channel == Channel("email"))
  }

  @Test func `statements, items and links`() throws {
    let statement = Statement(
      AttributePath("x"),
      ProfileAttribute(.integer(1), categories: [], source: "s", updatedAt: TacticFixture.instant("2026-01-01")))
    #expect(try store.append(statements: [("anna", statement), ("bert", statement), ("anna", statement)]) == 2)
    let items = [(id: "a", item: Catalogue.Item(title: "A")), ("b", Catalogue.Item())]
    #expect(try store.append(items: items) == 2)
    #expect(try store.append(items: items) == 0)
    #expect(try store.append(items: [("b", Catalogue.Item(category: "new", isForMembers: true))]) == 1)
    #expect(try store.catalogue()["b"] == Catalogue.Item(category: "new", isForMembers: true))
    #expect(try store.catalogue()["a"]?.title == "A")
    let at = TacticFixture.instant("2026-02-01")
    #expect(try store.append(links: [("anna", "bert", at), ("anna", "bert", at)]) == 1)
    #expect(try store.subjects(asOf: Self.now) == ["anna"])
  }
}
