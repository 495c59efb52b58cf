import ConsentHistory
import GovernanceModel
import ProvisoTesting

/// A random world for the timeline join: people with consent histories, and uses of their data. Instants lie on a coarse
/// grid, so that ties, dates and periods that end together are common.
struct JoinWorld {
  struct Use {
    var subject: String
    var use: String
    var channel: String?
    var controller: String?
    var at: Moment
  }

  struct Stay {
    var subject: String
    var use: String
    var channel: String?
    var entered: Moment
    var left: Moment?
  }

  private var random: SplitMix64
  private(set) var timelines: [String: ConsentTimeline] = [:]
  private(set) var uses: [Use] = []
  private(set) var stays: [Stay] = []

  static let purposes = [
    "marketing", "marketing.communications", "marketing.communications.email", "personalize", "personalize.content",
    "personalize.content.profiling", "*",
  ]
  static let channelUses: [DataUse: Channel] = [
    DataUse("marketing.communications.email"): Channel("email"),
    DataUse("marketing.communications.sms"): Channel("sms"),
  ]

  init(seed: UInt64, people: Int, usesEach: Int) {
    random = SplitMix64(seed: seed)
    for person in 0..<people {
      // Numbers, and texts that are none.
      let key = random.oneIn(3) ? "p\(person)" : "\(person * 7)"
      timelines[key] = timeline(of: key)
      for _ in 0..<usesEach { uses.append(use(of: key)) }
      if random.oneIn(2) { stays.append(stay(of: key)) }
    }
    uses.shuffle(using: &random)
  }

  private mutating func timeline(of key: String) -> ConsentTimeline {
    let own = ConsentTimeline(events(of: key), channelUses: Self.channelUses)
    guard random.oneIn(5) else { return own }
    let other = ConsentTimeline(events(of: key), channelUses: Self.channelUses)
    return .merging(own, other, at: instant(), subject: key)
  }

  private mutating func events(of key: String) -> [ConsentEvent] {
    (0..<Int.random(in: 0...6, using: &random)).map { _ in event(of: key) }
  }

  private mutating func event(of key: String) -> ConsentEvent {
    let action = random.oneIn(2) ? .given : random.pick(ConsentAction.allCases) ?? .given
    let at = moment()
    let notice = random.oneIn(2) ? ConsentEvent.Notice(id: "privacy", version: pick(["1", "2", "3.1", nil])) : nil
    return ConsentEvent(
      subject: key, purpose: DataUse(random.pick(Self.purposes) ?? "*"), channel: channel().map { Channel($0) },
      controller: random.oneIn(5) ? "acme" : nil, action: action, at: at, recordedAt: recorded(at),
      expiresAt: random.oneIn(4) ? moment() : nil, kind: pick([.express, .express, .explicit, .implied, .softOptIn]),
      actor: pick([.self, .self, .self, .guardian, .system, .import]), method: pick(["form", "signal", nil]),
      notice: notice, evidence: pick(["a1", "b2", nil]))
  }

  private mutating func recorded(_ at: Moment) -> Moment? {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: at
    case 1: moment()
    default: nil
    }
  }

  private mutating func use(of key: String) -> Use {
    Use(
      subject: key, use: random.pick(Array(Self.purposes.dropLast())) ?? "marketing", channel: channel(),
      controller: random.oneIn(5) ? "acme" : nil, at: moment())
  }

  private mutating func stay(of key: String) -> Stay {
    let entered = moment()
    let left = moment()
    return Stay(
      subject: key, use: random.pick(Array(Self.purposes.dropLast())) ?? "marketing", channel: channel(),
      entered: entered, left: left.start > entered.end ? left : nil)
  }

  private mutating func channel() -> String? { pick([nil, nil, "email", "sms"]) }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: 0..<elements.count, using: &random)]
  }

  /// Of 60 days, every 12 hours.
  private mutating func instant() -> Instant {
    let half = Instant.microsecondsPerDay / 2
    return Instant(CivilDate(daysSinceEpoch: 19_900))
      .advanced(byMicroseconds: half * Int64.random(in: 0..<120, using: &random))
  }

  private mutating func moment() -> Moment {
    let instant = instant()
    guard random.oneIn(3) else { return Moment(instant) }
    let day = Instant(instant.date)
    return Moment(from: day, until: day.advanced(byMicroseconds: Instant.microsecondsPerDay))
  }
}

// MARK: - As tables

extension JoinWorld {
  static let map = """
    dataset:
      - fides_key: shop
        proviso: {subject: person}
        collections:
          - name: consent_log
            proviso:
              consents:
                purpose: purpose
                action: action
                at: at
                recordedAt: recorded_at
                expiresAt: expires_at
                channel: {column: channel}
                controller: {column: controller}
                kind: kind
                actor: actor
                method: method
                notice: {id: notice_id, version: notice_version}
                evidence: proof
                carries: [objected, optedOut, limited]
            fields:
              - {name: purpose}
              - {name: action}
              - {name: kind}
              - {name: actor}
              - {name: method}
              - {name: notice_id}
              - {name: notice_version}
          - name: sends
            proviso:
              mayBeEmpty: true
              uses: {use: {column: use}, at: at, channel: {column: channel}, controller: {column: controller}, rule: rule}
          - name: members
            proviso:
              mayBeEmpty: true
              audience: {audience: {column: audience}, use: {column: use}, channel: {column: channel}, entered: entered, left: left_at}
    """

  /// Every use has a rule of its own, so that findings tell them apart.
  var tables: [FixtureTable] {
    let events = timelines.sorted { $0.key < $1.key }.flatMap(\.value.events)
    return [
      FixtureTable(
        "consent_log",
        columns: [
          "person", "purpose", "action", "at", "recorded_at", "expires_at", "channel", "controller", "kind", "actor",
          "method", "notice_id", "notice_version", "proof",
        ], rows: events.map(Self.row)),
      FixtureTable(
        "sends", columns: ["person", "use", "at", "channel", "controller", "rule"],
        rows: uses.enumerated().map { index, use in
          [
            Self.key(use.subject), .text(use.use), .text(use.at.description), .optional(use.channel),
            .optional(use.controller), .text("r\(index)"),
          ]
        }),
      FixtureTable(
        "members", columns: ["person", "audience", "use", "channel", "entered", "left_at"],
        rows: stays.map { stay in
          [
            Self.key(stay.subject), .text("a"), .text(stay.use), .optional(stay.channel),
            .text(stay.entered.description), .optional(stay.left?.description),
          ]
        }),
    ]
  }

  private static func key(_ subject: String) -> FixtureValue { Int64(subject).map { .integer($0) } ?? .text(subject) }

  private static func row(_ event: ConsentEvent) -> [FixtureValue] {
    [
      .text(event.subject), .text(event.purpose.key), .text(event.action.rawValue), .text(event.at.description),
      .optional(event.recordedAt?.description), .optional(event.expiresAt?.description),
      .optional(event.channel?.name), .optional(event.controller), .text(event.kind.rawValue),
      .text(event.actor.rawValue), .optional(event.method), .optional(event.notice?.id),
      .optional(event.notice?.version), .optional(event.evidence),
    ]
  }
}
