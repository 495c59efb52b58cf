import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// A small project that runs a personalisation core.
enum CoreShop {
  static let consents = """
    subject,purpose,action,at,recordedAt,method,evidence
    anna,personalize.content.profiling,given,2026-01-01,2026-01-01,form,proof-anna
    anna,marketing.communications.email,given,2026-01-01,2026-01-01,form,proof-anna
    anna,marketing.communications.email,withdrawn,2026-05-01,2026-05-01,form,proof-anna
    bert,personalize.content.profiling,refused,2026-01-01,2026-01-01,form,proof-bert

    """

  static let rules = """
    ruleset: shop
    segments: [{id: buyers, audience: {attribute: purchases.count, atLeast: 2}}]
    rules:
      - id: list
        use: personalize.content.profiling
        channel: web
        basis: consent
        lookBack: P1Y
        hold: P1D
        audience: {consent: personalize.content.profiling, channel: web}
        recommendation: {count: 3}
      - {id: list-app, sameAs: list, use: personalize.content.profiling, channel: app, basis: consent, lookBack: P1Y}
      - id: news
        use: marketing.communications.email
        channel: email
        basis: consent
        cap: {atMost: 1, per: P30D}
        audience: {consent: marketing.communications.email, channel: email}
        journey: {steps: [{id: hello, send: hello}]}
    """

  static let project = """
    project: shop
    policies: [gdpr]
    legalBases: [{use: personalize, categories: [user], basis: consent}, {use: marketing, categories: [user], basis: consent}]
    ruleSets: [rules.yaml]
    core: {store: core.sqlite, log: decisions.sqlite}
    stores: [{name: decisions, engine: sqlite, path: decisions.sqlite, map: decisions.yaml}]
    pseudonymKeyFile: pseudonym.key
    """

  /// A shop of eight people who buy bread and butter, one in two with jam; Anna has no butter yet.
  static func place() throws -> Workplace {
    let place = try Workplace()
    try place.write(Self.project, to: "proviso.yaml")
    try place.write(Self.rules, to: "rules.yaml")
    try place.write(Self.consents, to: "consents.csv")
    try place.write(Data(repeating: 7, count: 32), to: "pseudonym.key")
    let map = try Data(contentsOf: URL(filePath: Binary.root).appending(path: "Examples/core/maps/decisions.yaml"))
    try place.write(map, to: "decisions.yaml")
    let others = (0..<8).map { "p\($0),personalize.content.profiling,given,2026-01-01,2026-01-01,form,e\($0)\n" }
    try place.write(Self.consents.trimmingCharacters(in: .newlines) + "\n" + others.joined(), to: "consents.csv")
    let imported = try place.proviso.run("consent", "import", "consents.csv", "--into", "core.sqlite")
    #expect(imported.status == 0, "\(imported.everything)")
    var lines: [(String, String, String)] = [("anna", "bread", "a1"), ("anna", "tea", "a2"), ("bert", "bread", "b1")]
    for number in 0..<8 {
      lines += [("p\(number)", "bread", "o\(number)"), ("p\(number)", "butter", "o\(number)")]
      if number.isMultiple(of: 2) { lines.append(("p\(number)", "tea", "t\(number)")) }
    }
    let writer = try SQLiteWriter(path: place.path + "/core.sqlite")
    try writer.make(
      FixtureTable(
        "person_events",
        columns: [
          "subject", "type", "at", "event_id", "item", "order_id", "amount", "value", "topic", "channel", "source",
        ],
        rows: lines.map { subject, item, order in
          [
            .text(subject), .text("purchase"), .text("2026-04-01T10:00:00Z"), .null, .text(item), .text(order),
            .real(2),
            .null, .null, .null, .text("till"),
          ]
        }))
    return place
  }
}

extension Node {
  /// JSON that the binary printed.
  static func printed(_ text: String) throws -> Node {
    try Node.json(SourceFile(path: "out.json", bytes: Array(text.utf8)))
  }
}
