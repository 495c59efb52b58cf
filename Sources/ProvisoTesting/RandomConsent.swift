package import ConsentHistory
package import GovernanceModel

/// Consent histories, terms and questions over a small world, so that ties, lifting, expiry and grace happen often.
package struct RandomConsent {
  package var generator: SplitMix64
  /// Dates instead of instants, now and then.
  package var allowsDates = true
  /// Every name is one of a few.
  package static let uses = [
    "marketing", "marketing.communications", "marketing.communications.email", "marketing.communications.sms",
    "marketing.communications.email.offers", "personalize", "*",
  ].map { DataUse($0) }
  package static let channelUses = [
    DataUse("marketing.communications.email"): Channel("email"),
    DataUse("marketing.communications.sms"): Channel("sms"),
  ]
  private static let hour: Int64 = 3_600_000_000
  /// 2026-01-30, so that months are short soon after.
  private static let origin = Instant(CivilDate(daysSinceEpoch: 20_483))

  package init(seed: UInt64) { generator = SplitMix64(seed: seed) }

  package mutating func history(upTo count: Int = 8) -> [ConsentEvent] {
    (0..<Int.random(in: 0...count, using: &generator)).map { _ in event() }
  }

  /// On a grid of six hours over 40 days.
  package mutating func instant() -> Instant {
    Self.origin.advanced(byMicroseconds: Int64.random(in: 0...160, using: &generator) * 6 * Self.hour)
  }

  package mutating func moment() -> Moment {
    let instant = instant()
    guard allowsDates, generator.oneIn(3) else { return Moment(instant) }
    let day = Instant(instant.date)
    return Moment(from: day, until: day.advanced(byMicroseconds: Instant.microsecondsPerDay))
  }

  package mutating func event() -> ConsentEvent {
    let at = moment()
    return ConsentEvent(
      subject: "p1", purpose: pick(Self.uses), channel: channel(), controller: maybe(["acme", "globex"], oneIn: 4),
      action: action(), at: at, recordedAt: recordedAt(at), expiresAt: generator.oneIn(4) ? moment() : nil,
      kind: generator.oneIn(3) ? pick(ConsentKind.allCases) : .express,
      actor: generator.oneIn(3) ? pick(ConsentActor.allCases) : .self,
      method: maybe(["form", "signal", "merge"], oneIn: 2), notice: notice(),
      evidence: maybe(["a1", "b2", "c3"], oneIn: 2))
  }

  package mutating func terms() -> ConsentTerms {
    var terms = ConsentTerms()
    if generator.oneIn(2) { terms.minds = subset([.objected, .optedOut, .limited]) }
    if generator.oneIn(3) { terms.grantLevels = subset(Self.uses) }
    terms.exactLevelOnly = generator.oneIn(10)
    if generator.oneIn(3) { terms.kinds = subset(ConsentKind.allCases).union([.express]) }
    if generator.oneIn(3) { terms.maxAge = period() }
    if generator.oneIn(5) { terms.minimumNotice = ["privacy": pick(["2", "10"])] }
    if generator.oneIn(5) { terms.evidence = subset(ConsentEvidence.allCases) }
    if generator.oneIn(4) { terms.actors = subset(ConsentActor.allCases).union([.self]) }
    if generator.oneIn(3) {
      terms.grace.standard = period()
      terms.grace.byMethod = ["signal": generator.oneIn(2) ? .zero : period()]
    }
    if generator.oneIn(4) { terms.knowledge = .recorded }
    if generator.oneIn(4) { terms.zone = Self.zone }
    if generator.oneIn(6) { terms.guardianBelowAge = 16 }
    return terms
  }

  package mutating func question() -> ConsentQuestion {
    var birth: BirthDate?
    if !generator.oneIn(3), let year = CivilDate(year: pick([2009, 2010]), month: 2, day: 10) {
      birth = BirthDate(earliest: year, latest: generator.oneIn(2) ? year : year.adding(months: 12))
    }
    return ConsentQuestion(
      use: pick(Self.uses), channel: channel(), controller: maybe(["acme", "globex", "nobody"], oneIn: 3), at: moment(),
      birth: birth)
  }

  package mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &generator)]
  }

  /// An hour is left out and later repeated.
  package static let zone = ZoneRules(
    name: "Test/Summer", firstOffsetSeconds: 3600,
    transitions: [
      .init(at: origin.advanced(byMicroseconds: 20 * 24 * hour + hour), offsetSeconds: 7200),
      .init(at: origin.advanced(byMicroseconds: 30 * 24 * hour + hour), offsetSeconds: 3600),
    ])

  private mutating func maybe<Element>(_ elements: [Element], oneIn count: Int) -> Element? {
    generator.oneIn(count) ? pick(elements) : nil
  }

  private mutating func subset<Element: Hashable>(_ elements: [Element]) -> Set<Element> {
    Set(elements.filter { _ in generator.oneIn(2) })
  }

  private mutating func channel() -> Channel? { maybe([Channel("email"), Channel("sms")], oneIn: 3) }

  private mutating func action() -> ConsentAction { generator.oneIn(2) ? .given : pick(ConsentAction.allCases) }

  private mutating func recordedAt(_ at: Moment) -> Moment? {
    switch Int.random(in: 0..<4, using: &generator) {
    case 0: at
    case 1: moment()
    default: nil
    }
  }

  private mutating func notice() -> ConsentEvent.Notice? {
    guard generator.oneIn(2) else { return nil }
    return ConsentEvent.Notice(
      id: pick(["privacy", "cookies"]), version: maybe(["1", "2", "9", "10", "11"], oneIn: 1),
      language: maybe(["en"], oneIn: 2))
  }

  private mutating func period() -> CalendarPeriod {
    switch Int.random(in: 0..<5, using: &generator) {
    case 0: CalendarPeriod(months: 1)
    case 1: CalendarPeriod(businessDays: Int.random(in: 1...8, using: &generator))
    case 2: CalendarPeriod(microseconds: 36 * Self.hour)
    case 3: CalendarPeriod(days: Int.random(in: 0...12, using: &generator))
    default: CalendarPeriod(months: 1, days: 2, microseconds: 6 * Self.hour)
    }
  }
}
