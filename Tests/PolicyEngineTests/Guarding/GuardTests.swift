import ConsentHistory
import GovernanceModel
import Predicates
import Testing

@testable import PolicyEngine

@Suite struct GuardTests {
  private static let vocabulary = """
    vocabulary: small
    version: "1"
    dataCategories:
      - {key: user, name: Person}
      - {key: user.location, name: Place, family: place}
      - {key: user.birth, name: Birth, family: birth}
      - {key: user.health, name: Health, special: true}
    dataUses:
      - {key: marketing, name: Marketing}
      - {key: marketing.communications, name: Messages}
      - {key: marketing.communications.email, name: E-mail, channel: email}
      - {key: personalize, name: Personalisation}
    dataSubjects: [{key: customer, name: Customer}]
    attributes: [{path: "place.*", categories: [user.location], granularity: place.coordinates4}]
    """

  private static func guardian(
    _ controls: String, legalBases: [DeclaredBasis] = [], optOutSource: Bool = true
  ) throws -> Guard {
    let pack = "pack: own\ntitle: Own\nversion: \"1\"\ncontrols:\n\(controls)"
    let policies = try PolicySet(
      packs: [PolicyText(path: "pack.yaml", bytes: Array(pack.utf8))],
      vocabularies: [PolicyText(path: "vocabulary.yaml", bytes: Array(vocabulary.utf8))], legalBases: legalBases)
    return Guard(policies, context: JudgeContext(policies, isOptOutSourceComplete: optOutSource))
  }

  private static func control(_ id: String, _ appliesTo: String, _ require: String) -> String {
    "  - {id: \(id), title: T, severity: low, law: {name: L, article: \"1\"}, appliesTo: \(appliesTo), "
      + "require: \(require)}\n"
  }

  private static let agreed = control("agreed", "{uses: [marketing]}", "{consent: {}}")

  private func answer(
    _ guardian: Guard, _ record: UseRecord, _ events: [ConsentEvent] = [], _ values: [String: Value] = [:]
  ) -> GuardAnswer {
    guardian.decide(
      record, history: ConsentTimeline(events, channelUses: [emailUse: email]),
      facts: Attributes(values: values, now: record.at.start))
  }

  private var grant: ConsentEvent {
    var event = consentEvent(.given, communications, at: day("01-02"))
    event.evidence = "proof-7"
    return event
  }

  @Test func `a use that is allowed says on what it rests`() throws {
    let guardian = try Self.guardian(Self.agreed)
    let allowed = answer(guardian, use(emailUse), [grant])
    #expect(allowed.outcome == .allow && allowed.isAllowed && allowed.judged == 1)
    #expect(allowed.ground == .init(basis: .consent, consent: grant))
    #expect(answer(guardian, use(emailUse, basis: .contract), [grant]).ground?.basis == .contract)
  }

  @Test func `a use that is refused names pack, control and reason`() throws {
    let withdrawn = consentEvent(.withdrawn, communications, at: day("02-01"))
    let denied = answer(try Self.guardian(Self.agreed), use(emailUse), [grant, withdrawn])
    #expect(denied.outcome == .deny && denied.ground == nil)
    #expect(denied.refusals == [.init(pack: "own", control: "agreed", verdict: .violation(.withdrawn))])
  }

  @Test func `without a consent control the project's basis is the ground`() throws {
    let bases = [
      DeclaredBasis(use: DataUse("personalize"), categories: [DataCategory("user.birth")], basis: .contract),
      DeclaredBasis(use: DataUse("personalize"), categories: [], basis: .legitimateInterests),
    ]
    let guardian = try Self.guardian(Self.agreed, legalBases: Array(bases.suffix(1)))
    #expect(answer(guardian, use(DataUse("personalize"))).ground?.basis == .legitimateInterests)
    #expect(answer(guardian, use(DataUse("personalize"))).judged == 0)
    let none = try Self.guardian(Self.agreed)
    #expect(answer(none, use(DataUse("personalize"))).ground == .init(basis: nil, consent: nil))
  }

  @Test func `whatever cannot be told is refused`() throws {
    let guardian = try Self.guardian(
      Self.agreed + Self.control("no-health", "{categories: [user.health]}", "{prohibit: {}}")
        + Self.control("heard", "{uses: [personalize]}", "{optOut: {minds: [optedOut]}}"), optOutSource: false)
    func refusals(_ record: UseRecord) -> [String] {
      answer(guardian, record, [grant]).refusals.map { "\($0.control) \($0.verdict.reason?.rawValue ?? "")" }
    }
    #expect(refusals(use(DataUse("marketng"))) == ["agreed useTooCoarse", "heard useTooCoarse"])
    #expect(refusals(use(.every)) == ["agreed useTooCoarse", "heard useTooCoarse"])
    #expect(refusals(use(DataUse("personalize"))) == ["heard noOptOutSource"])
    #expect(refusals(use(reads: [read()])) == ["no-health unknownAttribute"])
    #expect(refusals(use(reads: [read("user.birth")])) == [])
  }

  @Test func `a value that is too fine is asked for coarser`() throws {
    let guardian = try Self.guardian(
      Self.control("near", "{}", "{granularity: {place: city}}")
        + Self.control("far", "{uses: [personalize]}", "{granularity: {place: region, birth: year}}"))
    let fine = read("user.location", level: "place.coordinates4")
    let other = AttributeRead(
      attribute: "b", categories: [DataCategory("user.birth")], granularity: Granularity(named: "birth.band10"))
    let near = answer(guardian, use(reads: [fine, other]))
    #expect(near.outcome == .generalise && near.generalisations.keys.sorted() == ["a"])
    #expect(near.generalisations["a"]?.level == Granularity(named: "place.city"))
    let far = answer(guardian, use(DataUse("personalize"), reads: [fine, other]))
    #expect(far.generalisations["a"]?.level == Granularity(named: "place.region"))
    #expect(far.generalisations["a"]?.control == "far")
    #expect(
      answer(guardian, use(reads: [read("user.location")])).refusals.map(\.verdict) == [.unverifiable(.notMeasured)])
    let foreign = read("user.location", level: "birth.year")
    #expect(answer(guardian, use(reads: [foreign])).refusals.map(\.verdict) == [.violation(.tooFine)])
  }

  @Test func `a radius asks for the finest cell that covers it`() throws {
    let guardian = try Self.guardian(Self.control("near", "{}", "{granularity: {place: {radius: 564m}}}"))
    let fine = read("user.location", level: "place.coordinates4")
    #expect(
      answer(guardian, use(reads: [fine])).generalisations["a"]?.level == Granularity(named: "place.coordinates2"))
  }

  @Test func `levels that cannot be compared leave nothing to read`() throws {
    let guardian = try Self.guardian(
      Self.control("one", "{}", "{granularity: {birth: month}}")
        + Self.control("two", "{}", "{granularity: {birth: monthDay}}"))
    let fine = read("user.birth", level: "birth.date")
    #expect(answer(guardian, use(reads: [fine])).generalisations["a"]?.level == Granularity(named: "birth.none"))
  }

  @Test func `an atom asks for the categories that are read`() throws {
    let guardian = try Self.guardian(
      Self.agreed + Self.control("explicit", "{categories: [user.health]}", "{consent: {kinds: [explicit]}}"))
    func atom(_ reads: [AttributeRead]?) -> Truth {
      let base = Attributes(now: day("03-01").start)
      let facts = guardian.facts(base, history: ConsentTimeline([grant]), reads: reads)
      return facts.consent(communications, channel: nil)
    }
    #expect(atom([]) == .true)
    #expect(atom([read("user.birth")]) == .true)
    #expect(atom([read("user.health")]) == .false)
    #expect(atom(nil) == .unknown)
  }

  @Test func `attributes are classified by the vocabulary`() throws {
    let guardian = try Self.guardian(Self.agreed)
    #expect(guardian.classified(AttributePath("place.home")).categories == [DataCategory("user.location")])
    #expect(guardian.classified(AttributePath("shoe")).categories.isEmpty)
  }

  @Test func `policies that are wrong say where`() {
    let error = #expect(throws: InvalidPolicies.self) {
      try Self.guardian(Self.control("a", "{}", "{consnt: {}}") + Self.control("a", "{}", "{consent: {}}"))
    }
    #expect(error?.diagnostics.first?.span?.file == "pack.yaml")
    #expect(error?.diagnostics.isEmpty == false)
  }
}
