import ConsentHistory
import GovernanceModel

/// What the words of events are to each question, as rows that the engine joins with the events: one row for each lane of a
/// probe and combination of words that plays a part in it.
struct LaneTable {
  /// Of a lane: 0 the question's own, 1 negatives of another channel, 2 grants of another channel, 3 of another controller.
  private static func kind(_ lane: ConsentProbe.Lane) -> Int {
    switch lane {
    case .own: 0
    case .coarse: 1
    case .otherChannel: 2
    case .otherController: 3
    }
  }

  /// What negatives ask of the grants that lift them.
  struct Lifting: Hashable {
    let level: UInt16
    let needsChannel: Bool
  }

  static let columns =
    "lane, probe, kind, words, neg, grants, lifts, lvl, chan, action, fail, broad, grace, age, known, lifting"
  private(set) var rows: [String] = []
  private(set) var liftings: [Lifting] = []
  private(set) var graces: [CalendarPeriod] = []
  private(set) var ages: [CalendarPeriod] = []
  /// Probes of which every grant that passes lifts all negatives before it, so that being valid needs no second look.
  private(set) var plain: Set<Int> = []
  private var lanes = 0

  /// - Parameter probes: by their numbers.
  init(_ probes: [(number: Int, probe: ConsentProbe)], _ events: [PackedConsentEvent]) throws(NotPushable) {
    for (number, probe) in probes {
      guard !probe.asksForAge else { throw NotPushable("consent turns on the age at which it was given") }
      guard probe.zone.isUTC else { throw NotPushable("periods are added in a local zone") }
      var isPlain = !probe.isOptOut
      for lane in probe.lanes(of: events) {
        let parts = events.enumerated().compactMap { code, event in
          probe.part(of: event, in: lane).map { (code: code, part: $0) }
        }
        guard Self.matters(parts.map(\.part), in: lane) else { continue }
        if lane == .own { isPlain = isPlain && Self.isPlain(parts.map(\.part)) }
        if case .coarse = lane { isPlain = false }
        for (code, part) in parts { add(part, code, lane, number, probe) }
        lanes += 1
      }
      if isPlain { plain.insert(number) }
    }
  }

  /// A question asks of its own lane and of coarse ones what forbids, of its own and of all others what grants.
  private static func matters(_ parts: [ConsentProbe.Part], in lane: ConsentProbe.Lane) -> Bool {
    switch lane {
    case .own: parts.contains { $0.isNegative || $0.isGrant }
    case .coarse: parts.contains(where: \.isNegative)
    case .otherChannel, .otherController: parts.contains(where: \.isGrant)
    }
  }

  private static func isPlain(_ parts: [ConsentProbe.Part]) -> Bool {
    let negatives = parts.filter(\.isNegative)
    return parts.filter { $0.isGrant && $0.failure == nil && !$0.isTooBroad }.allSatisfy { grant in
      grant.isLifter
        && negatives.allSatisfy { $0.level <= grant.level && (grant.hasChannel || !$0.hasChannel) }
    }
  }

  private mutating func add(
    _ part: ConsentProbe.Part, _ code: Int, _ lane: ConsentProbe.Lane, _ number: Int, _ probe: ConsentProbe
  ) {
    func flag(_ value: Bool) -> Int { value ? 1 : 0 }
    let lifting = Self.place(of: Lifting(level: part.level, needsChannel: part.hasChannel), in: &liftings)
    let grace = Self.place(of: part.grace, in: &graces)
    let age = probe.maxAge.map { Self.place(of: $0, in: &ages) } ?? -1
    let numbers = [
      lanes, number, Self.kind(lane), code, flag(part.isNegative), flag(part.isGrant), flag(part.isLifter),
      Int(part.level), flag(part.hasChannel), Int(part.action), part.failure.map { Int($0) } ?? -1,
      flag(part.isTooBroad), grace, age, flag(probe.isKnowledgeRecorded), part.isNegative ? lifting : -1,
    ]
    rows.append("(" + numbers.map(String.init).joined(separator: ", ") + ")")
  }

  private static func place<Element: Equatable>(of element: Element, in list: inout [Element]) -> Int {
    if let known = list.firstIndex(of: element) { return known }
    list.append(element)
    return list.count - 1
  }
}
