package import GovernanceModel

/// A question about (use, channel, controller) under terms, made once and asked of many people.
///
/// Make it when all events are packed: it knows the ids that the scopes held then. A class, so that asking it copies nothing.
package final class ConsentProbe: Sendable {
  /// How each purpose id relates to a use: zero does not apply; else level + 1, with ``grantBit`` where grants suffice.
  typealias Row = [UInt16]
  static let grantBit: UInt16 = 0x8000

  let terms: CompiledConsentTerms
  let precisions: [ConsentScopes.Precision]
  let row: Row
  let channel: UInt16
  let controller: UInt16
  /// For a question without a channel: where a channel has a use of its own, the row of that use, by channel id.
  private let rowsByChannel: [UInt16: Row]
  /// By purpose id: an event of it can matter here, or on another channel.
  private let isRelevant: [Bool]
  /// Which grants settle a question by themselves, see ``plainlyValid(_:_:_:)``.
  let shortcut: Shortcut

  package init(
    use: DataUse, channel: Channel? = nil, controller: String? = nil, terms: CompiledConsentTerms,
    in scopes: ConsentScopes
  ) {
    let key = scopes.channelUses.normalised(use, channel)
    self.terms = terms
    precisions = scopes.precisions.keys
    row = Self.row(of: key.use, terms.terms, scopes)
    // An id that no event bears stands for names that no event has.
    self.channel = scopes.channels.find(key.channel) ?? .max
    self.controller = scopes.controllers.find(controller) ?? .max
    var rows: [UInt16: Row] = [:]
    for (id, other) in scopes.channels.keys.enumerated() where key.channel == nil && other != nil {
      let own = scopes.channelUses.normalised(key.use, other).use
      if own != key.use { rows[UInt16(id)] = Self.row(of: own, terms.terms, scopes) }
    }
    rowsByChannel = rows
    let all = [row] + Array(rows.values)
    let relevant = row.indices.map { purpose in all.contains { $0[purpose] != 0 } }
    isRelevant = relevant
    let channelled = scopes.channelled.contains { pair in
      let (purpose, id) = (Int(pair >> 16), UInt16(truncatingIfNeeded: pair))
      return relevant[purpose] && (key.channel == nil || id == scopes.channels.find(key.channel))
    }
    shortcut = Shortcut(
      isOpen: terms.regime == .consent && scopes.precisions.count == 1 && !(channelled && key.channel == nil),
      deepest: row.map { $0 & ~Self.grantBit }.max() ?? 0, needsChannel: channelled)
  }

  /// What a grant must be to lift every negative that is earlier than itself.
  struct Shortcut: Sendable {
    /// All events are exact, and none of another channel matters.
    let isOpen: Bool
    /// The deepest level that applies.
    let deepest: UInt16
    /// Some event may have the question's own channel, so that a grant without it may leave a negative.
    let needsChannel: Bool
  }

  /// Appends the events that can matter; without the others every answer is the same.
  func appendRelevant(_ events: Span<PackedConsentEvent>, to relevant: inout [PackedConsentEvent]) {
    for index in events.indices where isRelevant[Int(events[index].purpose)] { relevant.append(events[index]) }
  }

  func row(forChannel id: UInt16) -> Row { rowsByChannel[id] ?? row }

  private static func row(of use: DataUse, _ terms: ConsentTerms, _ scopes: ConsentScopes) -> Row {
    scopes.purposes.keys.map { purpose in
      guard use.isCovered(by: purpose) else { return 0 }
      let level = purpose == .every ? 0 : UInt16(clamping: purpose.depth)
      return min(level + 1, 0x7FFF) | (terms.acceptsGrant(at: purpose, for: use) ? grantBit : 0)
    }
  }
}
