import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

/// Audits that judge only what is new, compared with audits of everything.
@Suite struct SinceTests {
  /// A store that grows by days, with two projects over it: one audits everything, the other only what is new.
  struct Growing {
    let work: Workspace
    let writer: SQLiteWriter
    private var random: SplitMix64

    init(seed: UInt64, at: String = "at") throws {
      random = SplitMix64(seed: seed)
      work = try Workspace([
        "pack.yaml": Self.pack, "map.yaml": Self.map(at), ".proviso/pseudonym.key": "0123456789abcdef",
        "proviso.yaml": Self.project("new"), "whole/proviso.yaml": Self.project("whole", root: "../"),
        "whole/.proviso/pseudonym.key": "0123456789abcdef",
      ])
      writer = try SQLiteWriter(path: work.path("shop.sqlite"))
      try writer.run(
        """
        CREATE TABLE people (id, country, seen); CREATE TABLE log (id, purpose, status, at);
        CREATE TABLE sends (id, use, campaign, at); CREATE TABLE members (id, since);
        INSERT INTO people SELECT value, CASE WHEN value % 5 = 0 THEN 'FR' ELSE 'US' END, '2026-01-01T00:00:00Z'
          FROM generate_series_0_29;
        """.replacing(
          "generate_series_0_29",
          with:
            "(WITH RECURSIVE n(value) AS (SELECT 0 UNION ALL SELECT value + 1 FROM n WHERE value < 29) SELECT value FROM n)"
        ))
    }

    static func project(_ name: String, root: String = "") -> String {
      """
      project: \(name)
      policies: [\(root)pack.yaml]
      stores: [{name: shop, path: \(root)shop.sqlite, map: \(root)map.yaml}]
      report: {sample: 3}

      """
    }

    /// Consent, objection, freshness of profiles and stays: the last two are judged anew by every audit.
    static let pack = """
      pack: own
      title: Own
      version: "1"
      applies: {attribute: subject.country, in: [FR, US]}
      controls:
        - {id: c-consent, title: C, law: {name: L, article: "1"}, severity: high, appliesTo: {uses: [marketing]}, require: {consent: {maxAge: P20D}}, remedy: r}
        - {id: c-object, title: O, law: {name: L, article: "2"}, severity: low, appliesTo: {uses: [personalize]}, require: {optOut: {minds: [objected], grace: P2D}}, remedy: r}
        - {id: c-fresh, title: F, law: {name: L, article: "3"}, severity: low, require: {freshness: {maxAge: P120D}}, remedy: r}
        - {id: c-keep, title: K, law: {name: L, article: "4"}, severity: low, require: {retention: {maxAge: P125D, since: lastUpdated}}, remedy: r}

      """

    static func map(_ at: String) -> String {
      """
      dataset:
        - fides_key: shop
          proviso: {subject: id, zone: UTC}
          collections:
            - name: people
              proviso: {profile: {updatedAt: seen}}
              fields: [{name: id}, {name: country, data_categories: [user.contact.address.country], proviso: {attribute: subject.country}}, {name: seen}]
            - name: log
              proviso: {consents: {purpose: purpose, action: status, at: at, carries: [objected]}, mayBeEmpty: true}
              fields: [{name: id}, {name: purpose}, {name: status}, {name: at}]
            - name: sends
              proviso: {uses: {use: use, at: \(at), rule: campaign}, mayBeEmpty: true}
              fields: [{name: id}, {name: use}, {name: campaign}, {name: at}]
            - name: members
              proviso: {audience: {audience: {constant: vip}, use: marketing.communications.email, entered: since}, mayBeEmpty: true}
              fields: [{name: id}, {name: since}]

      """
    }

    static func day(_ number: Int) -> Instant { Instant(CivilDate(daysSinceEpoch: 20_500 + number)) }

    /// Rows of a period, `from` excluded and `to` included, in no order.
    mutating func grow(from: Instant, to: Instant, uses: Int = 60, consents: Int = 15) throws {
      func instant() -> String {
        Instant(microseconds: Int64.random(in: (from.microseconds + 1)...to.microseconds, using: &random)).description
      }
      func pick(_ words: [String]) -> String { random.pick(words) ?? "" }
      var sql = ""
      for _ in 0..<consents {
        sql +=
          "INSERT INTO log VALUES (\(Int.random(in: 0..<30, using: &random)), '\(pick(["marketing", "marketing.communications.email", "personalize"]))', '\(pick(["given", "given", "withdrawn", "refused", "objected"]))', '\(instant())');"
      }
      for _ in 0..<uses {
        let person = random.oneIn(20) ? "NULL" : String(Int.random(in: 0..<32, using: &random))
        let use =
          random.oneIn(25)
          ? "no.such.use"
          : pick(["marketing.communications.email", "marketing.communications.sms", "personalize.content"])
        sql += "INSERT INTO sends VALUES (\(person), '\(use)', '\(pick(["a", "b", "c"]))', '\(instant())');"
      }
      sql += "INSERT INTO members VALUES (\(Int.random(in: 0..<30, using: &random)), '\(instant())');"
      try writer.run(sql)
    }

    func audit(_ asOf: Instant, whole: Bool, since: SinceRequest? = .last) throws -> Report {
      let path = whole ? work.path("whole") : work.root
      let project = try Project.load(path, installation: Workspace.installation)
      return try Auditor(project: project, asOf: asOf, generator: "test").audit(
        stores: [], memory: nil, since: whole ? nil : since, started: asOf
      ).report
    }
  }

  /// What both kinds of audits must agree on. Of people who were met before and since, the incremental one tells at most.
  private func expectSame(_ new: Report, _ whole: Report, _ comment: Comment) {
    func open(_ report: Report) -> [Finding] { report.findings.filter(\.isOpen) }
    func facts(_ finding: Finding) -> [String] {
      let counts = finding.counts
      return [
        finding.fingerprint, finding.control, finding.verdict.name, finding.asset.description,
        finding.locus.description,
        "\(counts.uses ?? -1) \(counts.records ?? -1)", counts.first?.description ?? "", counts.last?.description ?? "",
      ]
    }
    #expect(open(new).map(facts) == open(whole).map(facts), comment)
    for (mine, other) in zip(open(new), open(whole)) {
      #expect((mine.counts.subjects ?? 0) >= (other.counts.subjects ?? 0), comment)
      // What is worse is never told as known.
      if other.status == .worse { #expect(mine.status == .worse, comment) }
      #expect(mine.sample.count == other.sample.count, comment)
    }
    #expect(new.gaps == whole.gaps, comment)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `a store that grows has the open findings of an audit of everything`(_ seed: UInt64) throws {
    var store = try Growing(seed: seed)
    for step in 0..<4 {
      let (from, to) = (Growing.day(step * 6), Growing.day(step * 6 + 6))
      try store.grow(from: from, to: to)
      let (new, whole) = (try store.audit(to, whole: false), try store.audit(to, whole: true))
      expectSame(new, whole, "seed \(seed), step \(step)")
      #expect(new.findings.contains { $0.control == "c-consent" })
      #expect((new.since != nil) == (step > 0), "\(new.limits)")
      guard let since = new.since else { continue }
      #expect(since.run == step && since.asOf == from)
      #expect(since.logs.map(\.collection) == ["shop.sends"])
      let rows = new.stores[0].collections.first { $0.name == "sends" }?.rows
      // Those without a person count on neither side.
      #expect(since.logs[0].carried > 0 && since.logs[0].judged > 0)
      #expect((rows ?? 0) >= since.logs[0].carried + since.logs[0].judged)
    }
  }

  @Test func `nothing new leaves every finding as it is, and says where it is from`() throws {
    var store = try Growing(seed: 7)
    try store.grow(from: Growing.day(0), to: Growing.day(6))
    let first = try store.audit(Growing.day(6), whole: false, since: nil)
    let again = try store.audit(Growing.day(7), whole: false)
    #expect(again.since?.logs.map(\.judged) == [0])
    let (old, carried) = (
      first.findings.filter { $0.counts.uses != nil }, again.findings.filter { $0.counts.uses != nil }
    )
    let isOfLog = { (finding: Finding) in finding.asset.description.contains("sends") }
    #expect(old.filter(isOfLog).map(\.counts) == carried.filter(isOfLog).map(\.counts))
    #expect(carried.filter(isOfLog).allSatisfy { $0.status == .existing })
    #expect(carried.filter(isOfLog).allSatisfy { $0.parameters.contains(Parameter("takenOverFrom", "run 1")) })
  }

  // MARK: - Where going on is not exact

  /// Two audits with a change between them; the second one's report.
  private func report(
    after change: (inout Growing) throws -> Void, since: SinceRequest = .last
  ) throws -> (new: Report, whole: Report) {
    var store = try Growing(seed: 11)
    try store.grow(from: Growing.day(0), to: Growing.day(6))
    _ = try store.audit(Growing.day(6), whole: false, since: nil)
    _ = try store.audit(Growing.day(6), whole: true)
    try store.grow(from: Growing.day(6), to: Growing.day(12))
    try change(&store)
    return (
      try store.audit(Growing.day(12), whole: false, since: since), try store.audit(Growing.day(12), whole: true)
    )
  }

  private func expectWhole(_ reason: String, after change: (inout Growing) throws -> Void) throws {
    let (new, whole) = try report(after: change)
    #expect(new.since == nil)
    #expect(new.limits.map(\.subject) == ["audit"])
    #expect(new.limits.first?.detail.contains(reason) == true, "\(new.limits)")
    expectSame(new, whole, "\(reason)")
  }

  @Test func `uses and consents that came late are found, and everything is judged`() throws {
    try expectWhole("1 of the uses in `shop.sends` came later") { store in
      try store.writer.run("INSERT INTO sends VALUES (1, 'marketing.communications.sms', 'late', '\(Growing.day(2))')")
    }
    try expectWhole("2 of the consent events in `shop.log` came later") { store in
      try store.writer.run(
        "INSERT INTO log VALUES (1, '*', 'withdrawn', '\(Growing.day(2))'), (2, '*', 'withdrawn', '\(Growing.day(1))')")
    }
  }

  @Test func `a changed policy, map or project judges everything`() throws {
    try expectWhole("the policy pack `own` changed since run 1") { store in
      try store.work.write(Growing.pack.replacing("P20D", with: "P10D"), to: "pack.yaml")
    }
    try expectWhole("the data map of `shop` changed since run 1") { store in
      try store.work.write(Growing.map("at") + "# changed\n", to: "map.yaml")
    }
    try expectWhole("the project file or a vocabulary changed since run 1") { store in
      try store.work.write(Growing.project("new") + "failOn: high\n", to: "proviso.yaml")
    }
  }

  @Test func `an audit that could not look at a log is not gone on from`() throws {
    var store = try Growing(seed: 5)
    try store.grow(from: Growing.day(0), to: Growing.day(6))
    try store.writer.run("ALTER TABLE log RENAME TO hidden")
    _ = try store.audit(Growing.day(6), whole: false, since: nil)
    try store.writer.run("ALTER TABLE hidden RENAME TO log")
    let report = try store.audit(Growing.day(7), whole: false)
    #expect(report.since == nil && report.gaps.allSatisfy { $0.reason == .unreadableValue })
    #expect(report.limits.first?.detail.contains("run 1 could not look at `shop.log`") == true)
    #expect(!report.findings.contains { $0.isOpen && $0.verdict == .unverifiable(.unreadable) })
  }

  @Test func `rows that are gone are counted and told`() throws {
    let (new, _) = try report { store in
      try store.writer.run("DELETE FROM sends WHERE id < 6 AND at <= '\(Growing.day(6))'")
    }
    #expect(new.since != nil)
    #expect(new.limits.map(\.subject) == ["run 1", "shop.sends"])
    #expect(new.limits.last?.detail.contains("that run 1 saw are gone") == true)
  }

  @Test func `uses known to a day are judged twice rather than not at all`() throws {
    var store = try Growing(seed: 3, at: "{column: at, precision: day}")
    try store.grow(from: Growing.day(0), to: Growing.day(2))
    let noon = Instant(microseconds: Growing.day(1).microseconds + Instant.microsecondsPerDay / 2)
    try store.writer.run("DELETE FROM sends WHERE at > '\(noon)'")
    _ = try store.audit(noon, whole: false, since: nil)
    try store.writer.run(
      "INSERT INTO sends VALUES (31, 'marketing.communications.sms', 'after', '\(Growing.day(1).description.prefix(10))T20:00:00Z')"
    )
    let (new, whole) = (try store.audit(Growing.day(3), whole: false), try store.audit(Growing.day(3), whole: true))
    #expect(new.since != nil)
    func names(_ report: Report) -> Set<String> { Set(report.findings.filter(\.isOpen).map(\.fingerprint)) }
    #expect(names(new) == names(whole))
    #expect(new.findings.contains { $0.asset.description.hasSuffix("rule:after") && $0.counts.uses == 1 })
    #expect(new.findings.contains { $0.parameters.contains(Parameter("uses", "at most")) })
  }

  // MARK: - Which run

  @Test func `an instant takes the last audit as of it or before, a number that run`() throws {
    var store = try Growing(seed: 2)
    for step in 0..<3 {
      try store.grow(from: Growing.day(step), to: Growing.day(step + 1))
      _ = try store.audit(Growing.day(step + 1), whole: false, since: nil)
    }
    func run(_ request: SinceRequest) throws -> Int? {
      try store.audit(Growing.day(4), whole: false, since: request).since?.run
    }
    #expect(try run(.instant(Growing.day(2))) == 2)
    #expect(try run(.run(1)) == 1)
    #expect(try run(.last) == 5)
    #expect(try run(.instant(Growing.day(0))) == nil)
    for request in [SinceRequest.run(99)] { #expect(throws: Failure.self) { try run(request) } }
    let earlier = try store.audit(Growing.day(1), whole: false, since: .run(2))
    #expect(earlier.limits.first?.detail.contains("lies before that of run 2") == true)
  }

  @Test(
    arguments: [
      ("LAST", .last), ("last", .last), ("12", .run(12)), ("run:12", .run(12)), ("2026-03-01", nil), ("0", nil),
      ("-1", nil), ("run:", nil), ("yesterday", nil), ("", nil),
    ] as [(String, SinceRequest?)])
  func `what can be asked for`(_ text: String, _ request: SinceRequest?) {
    if text == "2026-03-01" {
      #expect(SinceRequest(text) == .instant(CivilDate(iso8601: "2026-03-01").map { Instant($0) } ?? .distantPast))
    } else {
      #expect(SinceRequest(text) == request)
    }
  }
}
