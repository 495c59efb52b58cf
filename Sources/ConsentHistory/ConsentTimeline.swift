public import GovernanceModel

/// The consent events of one person, and the single authority on what they permit (semantics section 3).
public struct ConsentTimeline: Sendable {
  /// Ordered by the start of `at`, then the order of the action table; the order of input never matters.
  public let events: [ConsentEvent]
  public let channelUses: [DataUse: Channel]
  let scopes: ConsentScopes
  let packed: [PackedConsentEvent]
  /// The names are more than the kernel holds (65,535 purposes, channels, controllers, notices or methods).
  let isTooLarge: Bool

  /// - Parameter channelUses: the data uses that are channels, see `Vocabulary`.
  public init(_ events: [ConsentEvent], channelUses: [DataUse: Channel] = [:]) {
    var scopes = ConsentScopes(channelUses: channelUses)
    var pairs: [(event: ConsentEvent, packed: PackedConsentEvent)] = []
    // Ids follow a fixed order of the events, so that ties which depend on ids do not depend on the input.
    for event in events.sorted(by: Self.precedes) {
      if let packed = scopes.pack(event) { pairs.append((event, packed)) }
    }
    let references = Set(events.compactMap(\.evidence)).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    let ranks = Dictionary(uniqueKeysWithValues: zip(references, 1...))
    for index in pairs.indices {
      pairs[index].packed.referencePrefix = UInt16(clamping: pairs[index].event.evidence.flatMap { ranks[$0] } ?? 0)
    }
    self.events = pairs.map(\.event)
    self.channelUses = channelUses
    self.scopes = scopes
    packed = pairs.map(\.packed)
    isTooLarge = pairs.count < events.count
  }

  /// May this use take place under these terms?
  public func state(of question: ConsentQuestion, under terms: ConsentTerms) -> ConsentState {
    decide(question, terms, .consent).state
  }

  /// The opt-out regime: valid unless a negative of the minded actions is in force.
  public func optOutState(of question: ConsentQuestion, under terms: ConsentTerms) -> ConsentState {
    decide(question, terms, .optOut).state
  }

  /// The event that decides: the negative in force, the grant that passes, or the latest live grant that fails.
  public func decisiveEvent(for question: ConsentQuestion, under terms: ConsentTerms) -> ConsentEvent? {
    decide(question, terms, .consent).decisive.map { events[$0] }
  }

  /// The state over a membership, [entered, left) as far as `asOf`; `question.at` does not count. Nil before it begins.
  public func membership(
    of question: ConsentQuestion, under terms: ConsentTerms, entered: Moment, left: Moment?, asOf: Instant
  ) -> ConsentMembership? {
    membership(of: question, terms, .consent, entered, left, asOf)
  }

  /// The same for the opt-out regime.
  public func optOutMembership(
    of question: ConsentQuestion, under terms: ConsentTerms, entered: Moment, left: Moment?, asOf: Instant
  ) -> ConsentMembership? {
    membership(of: question, terms, .optOut, entered, left, asOf)
  }

  private func membership(
    of question: ConsentQuestion, _ terms: ConsentTerms, _ regime: ConsentRegime, _ entered: Moment, _ left: Moment?,
    _ asOf: Instant
  ) -> ConsentMembership? {
    guard !isTooLarge else { return ConsentMembership(state: .unverifiable(.limit)) }
    let probe = probe(question.use, question.channel, question.controller, terms, regime)
    return probe.membership(of: packed.span, entered: entered, left: left, asOf: asOf, birth: question.birth)
  }

  private func decide(
    _ question: ConsentQuestion, _ terms: ConsentTerms, _ regime: ConsentRegime
  ) -> ConsentDecision {
    guard !isTooLarge else { return ConsentDecision(.unverifiable(.limit)) }
    let probe = probe(question.use, question.channel, question.controller, terms, regime)
    return probe.decision(on: packed.span, at: question.at, birth: question.birth)
  }

  func probe(
    _ use: DataUse, _ channel: Channel?, _ controller: String?, _ terms: ConsentTerms, _ regime: ConsentRegime
  ) -> ConsentProbe {
    ConsentProbe(
      use: use, channel: channel, controller: controller,
      terms: CompiledConsentTerms(terms, regime: regime, in: scopes), in: scopes)
  }
}
