package import GovernanceModel

/// The names in consent events as small ids, so that a history is a flat array and a probe compares integers.
///
/// It grows while events are packed; ``ConsentProbe``s are made after that.
package struct ConsentScopes: Sendable {
  struct NoticeName: Hashable, Sendable {
    var id: String
    var version: String?
  }

  /// How long the intervals of `at` and `recordedAt` are, in microseconds.
  struct Precision: Hashable, Sendable {
    var at: Int64
    var recorded: Int64
  }

  package let channelUses: ChannelUses
  var purposes = InternTable(reserved: DataUse.every)
  var channels = InternTable<Channel?>(reserved: nil)
  var controllers = InternTable<String?>(reserved: nil)
  var notices = InternTable<NoticeName?>(reserved: nil)
  var methods = InternTable<String?>(reserved: nil)
  var precisions = InternTable(reserved: Precision(at: 0, recorded: 0))
  /// Purposes (upper half) and channels (lower half) that some event has together.
  var channelled: Set<UInt32> = []
  /// Nil keeps every name; else only those that some terms ask about, so that a column of free text cannot fill the tables.
  private let interest: Interest?

  private struct Interest: Sendable {
    var methods: Set<String>
    var notices: Set<String>
  }

  /// With `terms`, notices and methods that none of them names share one id each.
  package init(channelUses: [DataUse: Channel] = [:], terms: [ConsentTerms]? = nil) {
    self.channelUses = ChannelUses(channelUses)
    interest = terms.map { terms in
      Interest(
        methods: Set(terms.flatMap { $0.grace.byMethod.keys } + [ConsentEvent.mergeMethod]),
        notices: Set(terms.flatMap { $0.minimumNotice.keys }))
    }
  }

  /// The normalised key of (use, channel) as ids; nil when a table is full.
  package mutating func scope(_ use: DataUse, _ channel: Channel?) -> (purpose: UInt16, channel: UInt16)? {
    let key = channelUses.normalised(use, channel)
    guard let purpose = purposes.id(of: key.use), let channel = channels.id(of: key.channel) else { return nil }
    if channel != 0 { channelled.insert(UInt32(purpose) << 16 | UInt32(channel)) }
    return (purpose, channel)
  }

  /// The id of a controller, new or known; 0 for none. Nil when there are more than 65,535.
  package mutating func controller(_ name: String?) -> UInt16? { controllers.id(of: name) }

  /// A method that no terms name still counts as present.
  package mutating func method(_ name: String?) -> UInt16? {
    guard let name, let interest, !interest.methods.contains(name) else { return methods.id(of: name) }
    return methods.id(of: "")
  }

  /// The id of a notice and version, 0 for none; notices that no control names share one id. Nil when there are more
  /// than 65,535.
  package mutating func notice(id: String?, version: String?) -> UInt16? {
    guard let id else { return 0 }
    if let interest, !interest.notices.contains(id) { return notices.id(of: NoticeName(id: "", version: nil)) }
    return notices.id(of: NoticeName(id: id, version: version))
  }

  /// Names the widths of the two intervals; zero when both are exact.
  package mutating func precision(at: Moment, recordedAt: Moment?) -> UInt16? {
    if at.isExact, recordedAt?.isExact ?? true { return 0 }
    return precisions.id(of: Precision(at: at.width, recorded: recordedAt?.width ?? 0))
  }

  /// Nil when a table is full: more than 65,535 purposes, channels, controllers, minded notice versions or interval widths.
  package mutating func pack(_ event: ConsentEvent) -> PackedConsentEvent? {
    let isErasure = event.action == .erased
    guard let scope = scope(isErasure ? .every : event.purpose, isErasure ? nil : event.channel),
      let controller = controller(event.controller), let method = method(event.method),
      let notice = notice(id: event.notice?.id, version: event.notice?.version),
      let precision = precision(at: event.at, recordedAt: event.recordedAt)
    else { return nil }
    var flags: PackedConsentEvent.EvidenceFlags = []
    if event.evidence?.isEmpty == false { flags.insert(.reference) }
    if event.notice?.version?.isEmpty == false { flags.insert(.noticeVersion) }
    if event.notice?.language?.isEmpty == false { flags.insert(.noticeLanguage) }
    return PackedConsentEvent(
      action: event.action, start: event.at.start.microseconds, recorded: event.recordedAt?.start.microseconds,
      expires: event.expiresAt?.end.microseconds, purpose: scope.purpose, channel: scope.channel,
      controller: controller, notice: notice, method: method, precision: precision, kind: event.kind,
      actor: event.actor, flags: flags, referencePrefix: Self.prefix(of: event.evidence))
  }

  /// The first two bytes of a reference; zero for none.
  package static func prefix(of reference: String?) -> UInt16 {
    guard let reference else { return 0 }
    var bytes = reference.utf8.makeIterator()
    return UInt16(bytes.next() ?? 0) << 8 | UInt16(bytes.next() ?? 0)
  }
}

extension Moment {
  /// In microseconds, held to the largest number on overflow.
  fileprivate var width: Int64 {
    let (width, overflow) = end.microseconds.subtractingReportingOverflow(start.microseconds)
    return overflow ? .max : width
  }
}
