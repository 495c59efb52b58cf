import GovernanceModel

/// A consent event in 40 bytes, its names interned in ``ConsentScopes``.
package struct PackedConsentEvent: Hashable, Sendable {
  /// `at.start` in microseconds; events of a person are sorted by it.
  package var start: Int64
  /// `recordedAt.start` in microseconds; `Int64.min` is none.
  package var recorded: Int64
  /// `expiresAt.end` in microseconds; `Int64.max` is never.
  package var expires: Int64
  /// ``DataUse/every`` is 0.
  package var purpose: UInt16
  /// Zero is none, as for the other names.
  package var channel: UInt16
  package var controller: UInt16
  package var notice: UInt16
  package var method: UInt16
  /// Names the widths of `at` and `recordedAt`; zero: both are exact.
  package var precision: UInt16
  /// Orders evidence references by their bytes: the rank, or the first two bytes where nobody knows all of them.
  package var referencePrefix: UInt16
  /// Action, kind, actor and evidence flags; see the accessors.
  private var bits: UInt16

  package init(
    action: ConsentAction, start: Int64, recorded: Int64?, expires: Int64?, purpose: UInt16, channel: UInt16 = 0,
    controller: UInt16 = 0, notice: UInt16 = 0, method: UInt16 = 0, precision: UInt16 = 0, kind: ConsentKind,
    actor: ConsentActor, flags: EvidenceFlags = [], referencePrefix: UInt16 = 0
  ) {
    (self.start, self.recorded, self.expires) = (start, .min, .max)
    (self.purpose, self.channel, self.controller) = (purpose, channel, controller)
    (self.notice, self.method, self.precision) = (notice, method, precision)
    self.referencePrefix = referencePrefix
    bits = action.code | kind.code << 4 | actor.code << 8 | UInt16(flags.rawValue) << 12
    setInstants(start: start, recorded: recorded, expires: expires)
  }

  /// In microseconds, as in the initialiser.
  package mutating func setInstants(start: Int64, recorded: Int64?, expires: Int64?) {
    (self.start, self.expires) = (start, expires ?? .max)
    self.recorded = recorded.map { max($0, .min + 1) } ?? .min
  }

  /// Notes a part of the evidence that is present.
  package mutating func insert(_ flags: EvidenceFlags) { bits |= UInt16(flags.rawValue) << 12 }

  /// Parts of the evidence that are present and have no id of their own.
  package struct EvidenceFlags: OptionSet, Hashable, Sendable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }
    package static let reference = Self(rawValue: 1)
    package static let noticeVersion = Self(rawValue: 2)
    package static let noticeLanguage = Self(rawValue: 4)
  }

  @inline(__always) var actionCode: UInt16 { bits & 15 }
  @inline(__always) var actionBit: UInt16 { 1 << (bits & 15) }
  @inline(__always) var kindBit: UInt16 { 1 << (bits >> 4 & 15) }
  @inline(__always) var actorBit: UInt16 { 1 << (bits >> 8 & 15) }
  package var flags: EvidenceFlags { EvidenceFlags(rawValue: UInt8(bits >> 12)) }

  /// The order in which the events of a person are stored. It is total over what can change an answer, so that the order
  /// of input never does.
  package static func precedes(_ left: Self, _ right: Self) -> Bool {
    if left.start != right.start { return left.start < right.start }
    if left.bits & 15 != right.bits & 15 { return left.bits & 15 < right.bits & 15 }
    if left.referencePrefix != right.referencePrefix { return left.referencePrefix < right.referencePrefix }
    return left.rest.lexicographicallyPrecedes(right.rest)
  }

  private var rest: [Int64] {
    [
      Int64(purpose), Int64(channel), Int64(controller), Int64(notice), Int64(method), Int64(precision), Int64(bits),
      recorded, expires,
    ]
  }
}

extension ConsentAction {
  /// The place in the table of semantics section 3.
  var code: UInt16 {
    switch self {
    case .given: 0
    case .renewed: 1
    case .refused: 2
    case .withdrawn: 3
    case .invalidated: 4
    case .revoked: 5
    case .erased: 6
    case .objected: 7
    case .optedOut: 8
    case .limited: 9
    case .requested: 10
    case .deferred: 11
    }
  }

  static let positiveBits: UInt16 = 0b11
  static let alwaysMindedBits: UInt16 = 0b111_1100

  /// Why a negative action with this code forbids a use.
  static func reason(ofCode code: UInt16) -> Reason {
    switch code {
    case 2: .refused
    case 3: .withdrawn
    case 4: .invalidated
    case 5: .revoked
    case 6: .erased
    case 7: .objected
    case 8: .optedOut
    default: .limited
    }
  }
}

extension ConsentKind {
  var code: UInt16 {
    switch self {
    case .express: 0
    case .explicit: 1
    case .implied: 2
    case .softOptIn: 3
    case .authorisation: 4
    }
  }
}

extension ConsentActor {
  var code: UInt16 {
    switch self {
    case .self: 0
    case .guardian: 1
    case .system: 2
    case .import: 3
    }
  }
}
