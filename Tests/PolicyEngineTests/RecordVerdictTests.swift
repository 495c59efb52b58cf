import ConsentHistory
import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

/// The verdicts on single records, with the boundaries that semantics section 2 sets.
@Suite struct RecordVerdictTests {
  private func requirement(_ text: String, appliesTo: String = "{}") throws -> Requirement {
    try PolicyFixtures.control(require: text, appliesTo: appliesTo).requirement
  }

  private func at(_ text: String) throws -> Moment { try #require(Moment(iso8601: text)) }
  private func instant(_ text: String) throws -> Instant { try #require(Instant(iso8601: text)) }
  private struct OtherKind: Error {}

  @Test(arguments: [
    ("2017-01-31T00:00:00Z", "2017-02-27T23:59:59Z", Verdict.compliant),
    ("2017-01-31T00:00:00Z", "2017-02-28T00:00:00Z", .violation(.keptTooLong)),
    ("2017-01-31", "2017-02-28T23:59:59Z", .compliant),
    ("2017-01-31", "2017-03-01T00:00:00Z", .violation(.keptTooLong)),
    ("2030-01-01", "2017-03-01T00:00:00Z", .compliant),
  ])
  func `retention adds the period to its anchor`(_ anchor: String, _ asOf: String, _ expected: Verdict) throws {
    guard case .retention(let retention) = try requirement("{retention: {maxAge: P1M, since: created}}") else {
      throw OtherKind()
    }
    #expect(retention.verdict(anchor: try at(anchor), asOf: try instant(asOf)) == expected)
    #expect(retention.verdict(anchor: nil, asOf: try instant(asOf)) == .unverifiable(.noTimestamp))
  }

  @Test(arguments: [
    ("2026-01-01T00:00:00Z", "2026-03-31T23:59:59Z", Verdict.compliant),
    ("2026-01-01T00:00:00Z", "2026-04-01T00:00:00Z", .violation(.stale)), ("2026-01-01", "2026-04-01", .compliant),
    ("2026-01-01", "2026-04-02", .violation(.stale)), ("2026-05-01", "2026-04-01", .unverifiable(.profileChangedSince)),
  ])
  func `freshness is age at use`(_ updated: String, _ used: String, _ expected: Verdict) throws {
    guard case .freshness(let freshness) = try requirement("{freshness: {maxAge: P90D}}") else { throw OtherKind() }
    #expect(freshness.verdict(updatedAt: try at(updated), usedAt: try at(used)) == expected)
    #expect(freshness.verdict(updatedAt: nil, usedAt: try at(used)) == .unverifiable(.noTimestamp))
  }

  @Test(
    arguments: [
      (nil, "place.city", Verdict.compliant), (nil, "place.street", .violation(.tooFine)),
      ("place.city", "place.street", .violation(.tooFine)), ("place.street", "place.city", .violation(.tooFine)),
      ("place.country", nil, .compliant), (nil, "birth.date", .violation(.tooFine)),
      (nil, "birth.monthDay", .violation(.tooFine)),
      (nil, "birth.band5", .compliant), (nil, "network.full", .compliant), (nil, nil, .unverifiable(.notMeasured)),
    ] as [(String?, String?, Verdict)])
  func `the finer of declared and measured counts`(_ declared: String?, _ measured: String?, _ expected: Verdict) throws
  {
    guard case .granularity(let granularity) = try requirement("{granularity: {place: city, birth: year}}") else {
      throw OtherKind()
    }
    let verdict = granularity.verdict(
      declared: declared.flatMap(Granularity.init(named:)), measured: measured.flatMap(Granularity.init(named:)))
    #expect(verdict == expected)
  }

  @Test func `a level of another family cannot be compared and is too fine`() throws {
    guard case .granularity(let granularity) = try requirement("{granularity: {place: {radius: 564m}}}") else {
      throw OtherKind()
    }
    let network = Granularity(named: "network.country")
    #expect(granularity.verdict(declared: network, measured: nil, family: .place) == .violation(.tooFine))
    #expect(granularity.verdict(declared: nil, measured: nil, family: .place) == .unverifiable(.notMeasured))
    #expect(granularity.verdict(declared: Granularity(named: "place.coordinates2"), measured: nil) == .compliant)
    #expect(granularity.verdict(declared: Granularity(named: "place.postcode"), measured: nil) == .violation(.tooFine))
  }

  @Test(
    arguments: [
      (0, Verdict.compliant), (1, .violation(.groupTooSmall)), (4, .violation(.groupTooSmall)), (5, .compliant),
      (nil, .unverifiable(.notMeasured)),
    ] as [(Int?, Verdict)])
  func `a crowd has at least five`(_ size: Int?, _ expected: Verdict) throws {
    guard case .crowd(let crowd) = try requirement("{crowd: {atLeast: 5, of: audience}}") else { throw OtherKind() }
    #expect(crowd.verdict(size: size) == expected)
  }

  @Test(arguments: [
    ("2026-01-01T10:00:00Z", "2026-02-01T09:59:59Z", Verdict.compliant),
    ("2026-01-01T10:00:00Z", "2026-02-01T10:00:00Z", .violation(.notErased)),
    ("2026-01-01", "2026-02-01T00:00:00Z", .violation(.notErased)),
  ])
  func `an erasure counts from the start of its day`(_ erased: String, _ present: String, _ expected: Verdict) throws {
    guard case .erasure(let erasure) = try requirement("{erasure: {within: P1M}}") else { throw OtherKind() }
    #expect(erasure.verdict(erasedAt: try at(erased), presentAt: try instant(present)) == expected)
    #expect(erasure.verdict(erasedAt: nil, presentAt: try instant(present)) == .compliant)
    #expect(erasure.verdict(erasedAt: try at(erased), presentAt: nil) == .compliant)
    let later = try at("2026-01-05")
    #expect(erasure.verdict(erasedAt: try at(erased), presentAt: try instant(present), createdAt: later) == .compliant)
  }

  /// Received on a day, the period ends with the last hour of the same date (Regulation 1182/71, article 3).
  @Test(
    arguments: [
      ("2026-01-01", "2026-02-01", false, Verdict.compliant), ("2026-01-01", "2026-02-02", false, .violation(.overdue)),
      ("2026-01-01", "2026-02-02", true, .compliant), ("2026-01-01", "2026-04-02", true, .violation(.overdue)),
      ("2026-01-01", nil, false, .violation(.overdue)), ("2026-05-20", nil, false, .compliant),
      (nil, nil, false, .unverifiable(.noTimestamp)),
    ] as [(String?, String?, Bool, Verdict)])
  func `a request is closed in time`(_ received: String?, _ closed: String?, _ extended: Bool, _ expected: Verdict)
    throws
  {
    guard case .deadline(let deadline) = try requirement("{deadline: {within: P1M, extended: P3M, requests: [access]}}")
    else { throw OtherKind() }
    let verdict = deadline.verdict(
      received: try received.map(at), closed: try closed.map(at), isExtended: extended, asOf: try instant("2026-06-01"))
    #expect(verdict == expected)
    #expect(deadline.covers(requestType: "access"))
    #expect(deadline.covers(requestType: nil))
    #expect(!deadline.covers(requestType: "newsletter"))
  }

  @Test(arguments: [
    (DisclosureRecord(recipient: "mailer", isSale: false, country: "DE"), Verdict.compliant),
    (DisclosureRecord(recipient: "broker", isSale: false, country: "DE"), .violation(.recipientNotAllowed)),
    (DisclosureRecord(recipient: nil, isSale: false, country: "DE"), .unverifiable(.undeclaredRecipient)),
    (DisclosureRecord(recipient: "mailer", isSale: true, country: "DE"), .violation(.saleNotAllowed)),
    (DisclosureRecord(recipient: "mailer", isSale: nil, country: "DE"), .unverifiable(.saleNotAllowed)),
    (DisclosureRecord(recipient: "mailer", isSale: false, country: "US"), .violation(.transferNotAllowed)),
    (DisclosureRecord(recipient: "mailer", isSale: false, country: "US", safeguard: "scc"), .compliant),
    (DisclosureRecord(recipient: "mailer", isSale: false), .unverifiable(.transferNotAllowed)),
    (DisclosureRecord(recipient: nil, isSale: true, country: "US"), .violation(.saleNotAllowed)),
  ])
  func `recipient, sale and transfer`(_ record: DisclosureRecord, _ expected: Verdict) throws {
    guard
      case .disclosure(let disclosure) = try requirement(
        "{disclosure: {recipients: [mailer], sale: false, countries: [DE], safeguards: [scc]}}")
    else { throw OtherKind() }
    #expect(disclosure.verdict(of: record, declared: []) == expected)
  }

  @Test func `what the record lacks is that of the declared recipient`() throws {
    guard case .disclosure(let disclosure) = try requirement("{disclosure: {countries: [DE], safeguards: [scc]}}")
    else {
      throw OtherKind()
    }
    let declared = [
      DeclaredRecipient(name: "mailer", country: "DE"),
      DeclaredRecipient(name: "cloud", country: "US", safeguard: "scc"),
      DeclaredRecipient(name: "ads", country: "US"),
    ]
    #expect(disclosure.verdict(of: DisclosureRecord(recipient: "mailer"), declared: declared) == .compliant)
    #expect(disclosure.verdict(of: DisclosureRecord(recipient: "cloud"), declared: declared) == .compliant)
    #expect(
      disclosure.verdict(of: DisclosureRecord(recipient: "ads"), declared: declared) == .violation(.transferNotAllowed))
    #expect(
      disclosure.verdict(of: DisclosureRecord(recipient: "new"), declared: declared) == .violation(.undeclaredRecipient)
    )
  }
}

@Suite struct ConsentRecordVerdictTests {
  private func event(
    _ action: ConsentAction, _ day: String, purpose: String = "marketing", channel: String? = nil,
    kind: ConsentKind = .express, actor: ConsentActor = .self, method: String? = nil, evidence: String? = nil
  ) throws -> ConsentEvent {
    ConsentEvent(
      subject: "a", purpose: DataUse(purpose), channel: channel.map(Channel.init), action: action,
      at: try #require(Moment(iso8601: day)), kind: kind, actor: actor, method: method, evidence: evidence)
  }

  private struct OtherKind: Error {}

  @Test func `only a yes needs proof, and a forbidden method comes first`() throws {
    let control = try PolicyFixtures.control(
      require: "{evidence: {fields: [method, reference], forbiddenMethods: [preTicked]}}")
    guard case .evidence(let evidence) = control.requirement else { throw OtherKind() }
    #expect(evidence.verdict(of: try event(.given, "2026-01-01", method: "form", evidence: "p")) == .compliant)
    #expect(evidence.verdict(of: try event(.given, "2026-01-01", method: "form")) == .violation(.missingField))
    #expect(
      evidence.verdict(of: try event(.given, "2026-01-01", method: "", evidence: "p")) == .violation(.missingField))
    #expect(
      evidence.verdict(of: try event(.renewed, "2026-01-01", method: "preTicked")) == .violation(.forbiddenMethod))
    #expect(evidence.verdict(of: try event(.refused, "2026-01-01")) == .compliant)
    #expect(evidence.missingFields(of: try event(.given, "2026-01-01")) == [.method, .reference])
  }

  private func reask() throws -> ReaskRequirement {
    guard
      case .reask(let reask) = try PolicyFixtures.control(
        require: "{reask: {after: P6M, following: [refused, withdrawn]}}"
      ).requirement
    else { throw OtherKind() }
    return reask
  }

  @Test(arguments: [
    ("2026-06-30", Verdict.violation(.askedAgain)), ("2026-07-01", .compliant), ("2025-12-31", .compliant),
    ("2026-01-01", .unverifiable(.sameDay)),
  ])
  func `nobody is asked again within half a year`(_ day: String, _ expected: Verdict) throws {
    let history = [try event(.refused, "2026-01-01"), try event(.requested, day)]
    #expect(try reask().verdict(of: history) == expected)
    #expect(try reask().verdict(of: history.reversed()) == expected, "order does not matter")
  }

  @Test func `purposes on one line, equal or open channels`() throws {
    let no = try event(.refused, "2026-01-01", purpose: "marketing.communications", channel: "email")
    func ask(_ purpose: String, _ channel: String?) throws -> Verdict {
      try reask().verdict(of: [no, event(.requested, "2026-02-01", purpose: purpose, channel: channel)])
    }
    #expect(try ask("marketing", "email") == .violation(.askedAgain))
    #expect(try ask("marketing.communications.email", nil) == .violation(.askedAgain))
    #expect(try ask("*", nil) == .violation(.askedAgain))
    #expect(try ask("marketing.communications", "sms") == .compliant)
    #expect(try ask("personalize", nil) == .compliant)
  }

  @Test func `a later yes of the person ends the period, one of a system does not`() throws {
    let no = try event(.withdrawn, "2026-01-01")
    let ask = try event(.deferred, "2026-03-01")
    #expect(try reask().verdict(of: [no, event(.given, "2026-02-01"), ask]) == .compliant)
    for grant in [
      try event(.given, "2026-02-01", actor: .system), try event(.given, "2026-02-01", kind: .implied),
      try event(.renewed, "2026-02-01"), try event(.given, "2026-02-01", purpose: "personalize"),
      try event(.given, "2026-04-01"),
    ] {
      #expect(try reask().verdict(of: [no, grant, ask]) == .violation(.askedAgain), "\(grant)")
    }
  }

  @Test(
    arguments: [
      ([], Verdict.compliant), ([.valid, .valid], .compliant),
      ([.invalid(.noRecord), .invalid(.withdrawn)], .compliant),
      ([.valid, .invalid(.withdrawn)], .violation(.disagrees)),
      ([.valid, .unverifiable(.sameDay)], .unverifiable(.sameDay)),
      ([.unverifiable(.sameDay), .invalid(.refused), .valid], .violation(.disagrees)),
    ] as [([ConsentState], Verdict)])
  func `logs agree or not`(_ states: [ConsentState], _ expected: Verdict) throws {
    guard case .reconcile(let reconcile) = try PolicyFixtures.control(require: "{reconcile: {}}").requirement else {
      throw OtherKind()
    }
    #expect(reconcile.verdict(states: states) == expected)
  }

  @Test func `found data is declared on its own line of the taxonomy`() {
    let email = DataCategory("user.contact.email")
    #expect(declaredVerdict(found: email, declared: [DataCategory("user.contact")]) == .compliant)
    #expect(declaredVerdict(found: email, declared: [email]) == .compliant)
    #expect(declaredVerdict(found: email, declared: [DataCategory("user.location")]) == .violation(.undeclared))
    #expect(declaredVerdict(found: email, declared: []) == .violation(.undeclared))
  }
}
