package import GovernanceModel

/// For engines that judge by SQL: what events are to a question, as far as that follows from their words alone. Instants are
/// compared by the engine, by the same rules as here.
extension ConsentProbe {
  /// What is weighed against each other: negatives and the grants that lift them or that they end.
  package enum Lane: Hashable, Sendable {
    /// The question itself.
    case own
    /// A question without a channel: negatives of one channel (semantics section 4).
    case coarse(channel: UInt16)
    /// Grants of another channel, or for another controller: no record here, but one there.
    case otherChannel(UInt16)
    case otherController(UInt16)
  }

  /// What an event is in a lane.
  package struct Part: Hashable, Sendable {
    package var isNegative = false
    package var isGrant = false
    package var isLifter = false
    /// Of the purpose, counted from the root; lifting asks for a grant as deep as the negative.
    package var level: UInt16
    package var hasChannel: Bool
    /// Place in the table of actions.
    package var action: UInt16
    /// Place of the first test that fails whatever the instant, before those of expiry and age; nil for none.
    package var failure: UInt8?
    package var isTooBroad = false
    /// After which a negative is in force.
    package var grace = CalendarPeriod.zero
  }

  package var isOptOut: Bool { terms.regime == .optOut }
  package var asksForAge: Bool { terms.terms.guardianBelowAge != nil }
  package var isKnowledgeRecorded: Bool { terms.isKnowledgeRecorded }
  package var maxAge: CalendarPeriod? { terms.maxAge?.period }
  package var zone: ZoneRules { terms.terms.zone }

  /// The lanes that some of these events are in.
  package func lanes(of events: [PackedConsentEvent]) -> [Lane] {
    var lanes: [Lane] = [.own]
    func add(_ lane: Lane) {
      if !lanes.contains(lane) { lanes.append(lane) }
    }
    for event in events {
      let (isOwnChannel, isOwnController) = (
        event.channel == 0 || event.channel == channel, event.controller == 0 || event.controller == controller
      )
      if channel == 0, event.channel != 0, isNegative(event) { add(.coarse(channel: event.channel)) }
      guard terms.regime == .consent, isPositive(event) else { continue }
      if event.channel != 0, event.channel != channel, isOwnController { add(.otherChannel(event.channel)) }
      if event.controller != 0, event.controller != controller, isOwnChannel { add(.otherController(event.controller)) }
    }
    return lanes
  }

  /// Nil for an event that is not in the lane.
  package func part(of event: PackedConsentEvent, in lane: Lane) -> Part? {
    let (isOwnChannel, isOwnController) = (
      event.channel == 0 || event.channel == channel, event.controller == 0 || event.controller == controller
    )
    var row = row
    let isIn: Bool
    switch lane {
    case .own: isIn = isOwnChannel && isOwnController
    case .coarse(let other):
      row = self.row(forChannel: other)
      isIn = (event.channel == 0 || event.channel == other) && isOwnController
    case .otherChannel(let other): isIn = (event.channel == 0 || event.channel == other) && isOwnController
    case .otherController(let other): isIn = isOwnChannel && (event.controller == 0 || event.controller == other)
    }
    let level = row[Int(event.purpose)] & ~Self.grantBit
    guard isIn, level != 0, isNegative(event) || isPositive(event) else { return nil }
    var part = Part(level: level, hasChannel: event.channel != 0, action: event.actionCode)
    part.isNegative = isNegative(event)
    part.grace = part.isNegative && !terms.grace.isEmpty ? terms.grace[Int(event.method)].period : .zero
    switch lane {
    case .own:
      part.isGrant = isPositive(event) && terms.regime == .consent
      part.isLifter = isPositive(event) && isLifter(event)
      (part.failure, part.isTooBroad) = (timelessFailure(of: event), row[Int(event.purpose)] & Self.grantBit == 0)
    case .coarse(let other):
      part.isNegative = part.isNegative && event.channel == other
      part.isLifter = isPositive(event) && isLifter(event)
    case .otherChannel(let other): part.isGrant = isPositive(event) && event.channel == other
    case .otherController(let other): part.isGrant = isPositive(event) && event.controller == other
    }
    return part.isNegative || part.isGrant || part.isLifter ? part : nil
  }

  private func isNegative(_ event: PackedConsentEvent) -> Bool { event.actionBit & terms.mindedBits != 0 }

  private func isPositive(_ event: PackedConsentEvent) -> Bool { event.actionBit & ConsentAction.positiveBits != 0 }

  /// Reasons of the tests of a grant by their place, in the order in which they are told.
  package static let failures: [Reason] = [
    .notAuthorised, .wrongKind, .noEvidence, .noticeSuperseded, .expired, .tooOld, .tooBroad,
  ]

  /// Why a negative of this action forbids a use.
  package static func reason(ofAction code: UInt16) -> Reason { ConsentAction.reason(ofCode: code) }
}
