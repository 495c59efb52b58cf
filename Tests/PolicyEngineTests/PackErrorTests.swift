import GovernanceModel
import PolicyEngine
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct PackErrorTests {
  @Test func `a pack with many slips tells them all at once`() throws {
    let text = """
      pack: 1own
      title: Own
      version: [1]
      applies: {segment: vips}
      controls:
        - id: one
          title: One
          law: {name: GDPR, article: "5", inForce: 2020-01-01, until: 2019-01-01}
          sevrity: high
          require: {consnt: {}}
        - id: two
          title: Two
          law: {name: GDPR, article: "5", inForce: yesterday}
          severity: hgih
          appliesTo: {uses: [marketing.comunications], categories: [user.email], subjects: [custmer]}
          require:
            granularity: {birth: year, place: town}
          examples:
            - violates: {use: {is: marketing}}
            - complies: {record: {held: place.city}, rule: {}}
            - {}
        - id: two
          title: Three
          law: {name: GDPR, article: "5"}
          severity: low
          require: {retention: {maxAge: P0D, since: lastSeen}}
        - id: two
          title: Four
          law: {name: GDPR, article: "5"}
          severity: low
          require: {freshness: {maxAge: 90 days}, crowd: {atLeast: 1, of: people}}
        - just a text
      """
    let errors = try PolicyFixtures.errors(text, path: "policies/own.yaml")
    try expectGolden(InputError(errors).rendered(color: false) + "\n", "many-slips.txt")
  }

  @Test(arguments: [
    ("", "found nothing"), ("\n# nothing\n", "found nothing"), ("- a\n- b\n", "found a list"), ("text", "found a text"),
    ("pack: a\ntitle: A\nversion: 1\ncontrols: []\n", "at least one control"),
    ("pack: a\ntitle: A\nversion: 1\ncontrols: {}\n", "`controls` is a list"),
    ("pack: a\ntitle: A\nversion: 1\ncontrols:\n", "needs `controls`"), ("pack: [\n", "flow"),
  ])
  func `what is no pack is one error`(_ text: String, _ says: String) throws {
    let errors = try PolicyFixtures.errors(text)
    #expect(errors.count == 1)
    #expect(errors.first?.message.contains(says) ?? false, "\(errors)")
    #expect(errors.first?.span != nil)
  }

  @Test(
    arguments: [
      ("{consent: {kinds: [expres]}}", "`expres` is no kind of consent", "`express`"),
      ("{consent: {kinds: []}}", "empty list", nil), ("{consent: {kinds: [express, express]}}", "stands twice", nil),
      ("{consent: {minds: [given]}}", "no negative action", nil),
      ("{consent: {grantLevels: [marketng]}}", "no data use", "`marketing`"),
      ("{consent: {guardianBelowAge: 0}}", "from 1 to 25", nil), ("{consent: {notice: {}}}", "needs `minimum`", nil),
      ("{consent: {grace: soon}}", "is a period", nil),
      ("{consent: {bases: [contrakt]}}", "no legal basis", "`contract`"),
      ("{consent: {zone: Berlin}}", "no zone", "`local`"), ("{optOut: {}}", "needs `minds`", nil),
      ("{prohibit: {}}", "needs `appliesTo", nil), ("{granularity: {}}", "maps a family", nil),
      ("{granularity: {place: {radius: 564}}}", "is a length", nil),
      ("{granularity: {birt: year}}", "no family", "`birth`"),
      ("{evidence: {}}", "needs `fields`", nil), ("{evidence: {forbid: [futur]}}", "no fault of events", nil),
      ("{evidence: {signals: {}}}", "`signals` needs `forbid`", nil),
      ("{evidence: {signals: {forbid: [globalScop]}}}", "no fault of consent strings", nil),
      ("{evidence: {recordedWithin: P0D}}", "longer than nothing", nil),
      ("{reask: {after: P6M, following: [given]}}", "no answer", nil),
      ("{deadline: {within: P3M, extended: P1M}}", "no shorter", nil),
      ("{disclosure: {countries: [Germany]}}", "no country", nil),
      ("{review: {}}", "asks for nothing", nil), ("{review: {owner: yes}}", "true or false", nil),
      ("{declared: {x: 1}}", "no key `x`", nil), ("{hygiene: {forbid: [deaf]}}", "no fault", "`dead`"),
      ("{eligibility: {attribute: a, atLest: 3}}", "atLest", "`atLeast`"),
      ("{eligibility: {consent: marketng}}", "no data use", nil),
      ("{crowd: {atLeast: 5.5, of: audience}}", "an integer", nil), ("{}", "names one kind", nil),
      ("consent", "a mapping", nil),
    ] as [(String, String, String?)])
  func `a wrong requirement is one error`(_ require: String, _ says: String, _ help: String?) throws {
    let errors = try PolicyFixtures.errors(PolicyFixtures.packText(require: require))
    #expect(errors.count == 1, "\(InputError(errors).rendered(color: false))")
    let first = try #require(errors.first)
    #expect(first.message.contains(says), "\(first.message)")
    #expect(first.span?.line == 10)
    if let help { #expect(first.help?.contains(help) ?? false, "\(first.help ?? "no help")") }
  }

  @Test func `a control may name only families of its categories`() throws {
    let text = PolicyFixtures.packText(
      require: "{granularity: {birth: year}}", appliesTo: "{categories: [user.contact]}")
    let error = try #require(try PolicyFixtures.errors(text).first)
    #expect(error.message.contains("measured in `birth`"))
    #expect(error.help == "they are measured in `contact` and `place`")
  }

  @Test(arguments: ["1a", "-a", "a b", "", "é", "a/b", "a\\u0000b"])
  func `an id is a letter or underscore, then letters, digits and a few marks`(_ id: String) throws {
    let text = PolicyFixtures.packText(require: "{declared: {}}").replacing("id: one", with: "id: \"\(id)\"")
    #expect(try PolicyFixtures.errors(text).contains { $0.message.contains("is no id") })
  }

  @Test func `ids are unique within a pack and across packs`() throws {
    var second = try PolicyFixtures.allKinds()
    let first = second
    let same = PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [first, second])
    #expect(same.conflicts().map(\.message) == ["the pack `all-kinds` is there twice"])
    second.id = "other"
    let set = PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [second, first])
    #expect(set.conflicts().count == RequirementKind.allCases.count)
    #expect(throws: InputError.self) { try set.checked() }
    second.controls = []
    let ordered = try PolicySet(vocabulary: PolicyFixtures.vocabulary, packs: [second, first]).checked()
    #expect(ordered.packs.map(\.id) == ["all-kinds", "other"])
  }
}
