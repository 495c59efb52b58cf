import GovernanceModel

/// The two kinds of controls that read consent events.
package enum ConsentRegime: Hashable, Sendable {
  /// Needs a valid grant; refusals, withdrawals and their like always count.
  case consent
  /// Needs that no negative of the minded actions is in force.
  case optOut
}

/// Terms as masks and tables over the ids of ``ConsentScopes``.
package struct CompiledConsentTerms: Sendable {
  let terms: ConsentTerms
  let regime: ConsentRegime
  let mindedBits: UInt16
  let kindBits: UInt16
  let actorBits: UInt16
  let isKnowledgeRecorded: Bool
  /// By method id; empty when every grace is zero.
  let grace: [BoundedPeriod]
  /// By notice id; empty when no version is asked for.
  let acceptsNotice: [Bool]
  let maxAge: BoundedPeriod?
  let evidence: EvidenceMask

  struct EvidenceMask: Sendable {
    var flags: PackedConsentEvent.EvidenceFlags = []
    var method = false
    var notice = false
    var controller = false
    var recordedAt = false
    var isEmpty: Bool { flags.isEmpty && !method && !notice && !controller && !recordedAt }
  }

  package init(_ terms: ConsentTerms, regime: ConsentRegime, in scopes: ConsentScopes) {
    (self.terms, self.regime) = (terms, regime)
    let named = terms.minds.filter(\.isNegative).reduce(0 as UInt16) { $0 | 1 << $1.code }
    mindedBits = regime == .consent ? named | ConsentAction.alwaysMindedBits : named
    kindBits = terms.kinds.map { $0.reduce(0) { $0 | 1 << $1.code } } ?? .max
    actorBits = terms.actors.map { $0.reduce(0) { $0 | 1 << $1.code } } ?? .max
    isKnowledgeRecorded = terms.knowledge == .recorded
    grace = Self.grace(terms, scopes)
    acceptsNotice =
      terms.minimumNotice.isEmpty ? [] : scopes.notices.keys.map { Self.accepts($0, terms.minimumNotice) }
    maxAge = terms.maxAge.map { BoundedPeriod($0, zone: terms.zone) }
    evidence = Self.mask(terms.evidence)
  }

  private static func grace(_ terms: ConsentTerms, _ scopes: ConsentScopes) -> [BoundedPeriod] {
    let periods = scopes.methods.keys.map { method in
      // A merge confirms a negative that was already in force: no new time to act on it.
      BoundedPeriod(
        method == ConsentEvent.mergeMethod ? .zero : terms.grace.period(for: method), zone: terms.zone)
    }
    return periods.allSatisfy(\.isZero) ? [] : periods
  }

  /// A grant without a version of a listed notice cannot be known to rest on a current one.
  private static func accepts(_ notice: ConsentScopes.NoticeName?, _ minimum: [String: String]) -> Bool {
    guard let notice, let version = notice.version, let wanted = minimum[notice.id] else { return false }
    return NoticeVersion.isAtLeast(version, minimum: wanted)
  }

  private static func mask(_ fields: Set<ConsentEvidence>) -> EvidenceMask {
    var mask = EvidenceMask()
    for field in fields {
      switch field {
      case .method: mask.method = true
      case .reference: mask.flags.insert(.reference)
      case .notice: mask.notice = true
      case .noticeVersion: mask.flags.insert(.noticeVersion)
      case .noticeLanguage: mask.flags.insert(.noticeLanguage)
      case .controller: mask.controller = true
      case .recordedAt: mask.recordedAt = true
      }
    }
    return mask
  }
}
