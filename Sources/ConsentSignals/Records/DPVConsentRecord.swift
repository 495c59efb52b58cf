internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

/// A consent record of ISO/IEC TS 27560:2023 in the terms of DPV 2.3 (W3C guide "Consent records and receipts").
struct DPVConsentRecord {
  private let record: Node
  private let created: Moment?

  /// A receipt holds its record; a record is itself.
  init(_ node: Node) throws(SignalError) {
    let inner = LinkedData.member("hasRecordOfActivity", of: node)
    record = inner.map { LinkedData.types($0).contains("ConsentRecord") ? $0 : node } ?? node
    created = LinkedData.text(LinkedData.member("created", of: record)).flatMap { Moment(iso8601: $0) }
  }

  func events(_ purposes: (String) -> DataUse?) throws(SignalError) -> ([ConsentEvent], [String]) {
    guard let subject = LinkedData.text(LinkedData.member("hasDataSubject", of: record)) else {
      throw SignalError(.malformed("the record names no data subject (dpv:hasDataSubject)"))
    }
    let statuses = LinkedData.values("hasConsentStatus", of: record)
    guard !statuses.isEmpty else {
      throw SignalError(.malformed("the record has no state of consent (dpv:hasConsentStatus)"))
    }
    let (uses, unknown) = try uses(purposes)
    var remarks = unknown == 0 ? [] : ["\(unknown) purposes are unknown to the vocabulary and left out"]
    var events: [ConsentEvent] = []
    for status in statuses {
      for use in uses { events.append(try event(status, subject, use, &remarks)) }
    }
    return (events, remarks)
  }

  /// The data uses of the record and of its processes, each once; and how many purposes nothing knows.
  private func uses(_ purposes: (String) -> DataUse?) throws(SignalError) -> ([DataUse], unknown: Int) {
    let holders = [record] + LinkedData.values("hasProcess", of: record)
    var uses: [DataUse] = []
    var unknown = 0
    for purpose in holders.flatMap({ LinkedData.values("hasPurpose", of: $0) }) {
      let words = LinkedData.types(purpose).sorted() + [LinkedData.text(purpose)].compactMap { $0 }
      guard let use = words.compactMap({ purposes($0) ?? purposes(LinkedData.term($0)) }).first else {
        unknown += 1
        continue
      }
      if !uses.contains(use) { uses.append(use) }
    }
    guard !uses.isEmpty else {
      throw SignalError(
        .malformed(
          unknown == 0
            ? "the record names no purpose (dpv:hasPurpose)" : "none of the record's \(unknown) purposes is known"))
    }
    return (uses, unknown)
  }

  private func event(
    _ status: Node, _ subject: String, _ use: DataUse, _ remarks: inout [String]
  ) throws(SignalError) -> ConsentEvent {
    let types = LinkedData.types(status)
    guard let action = Self.action(types) else {
      throw SignalError(.malformed("the state of consent is no term of DPV, or unknown"))
    }
    guard let text = LinkedData.text(LinkedData.member("isIndicatedAtTime", of: status)),
      let at = Moment(iso8601: text)
    else { throw SignalError(.malformed("the state of consent has no time (dpv:isIndicatedAtTime, ISO 8601)")) }
    var event = ConsentEvent(subject: subject, purpose: use, action: action, at: at)
    event.recordedAt = created
    event.kind = Self.kind(types.union(LinkedData.values("hasLegalBasis", of: record).flatMap(LinkedData.types)))
    event.actor = Self.actor(LinkedData.text(LinkedData.member("isIndicatedBy", of: status)))
    event.method = LinkedData.text(LinkedData.member("hasIndicationMethod", of: status))
    event.controller = LinkedData.text(LinkedData.member("hasDataController", of: record))
    event.notice = notice
    event.evidence = LinkedData.text(LinkedData.member("identifier", of: record)) ?? record["@id"]?.scalarText
    if let duration = LinkedData.member("hasDuration", of: status) {
      if let period = LinkedData.text(duration).flatMap({ CalendarPeriod(text: $0) }) {
        event.expiresAt = Moment(period.added(to: at.end))
      } else {
        remarks.append("the duration of the consent is no ISO 8601 period: it ends by nothing that a machine can read")
      }
    }
    return event
  }

  /// The state machine of DPV 2.3 in our actions; expiry recorded as an act of the system ends the consent.
  private static func action(_ types: Set<String>) -> ConsentAction? {
    let actions: [(String, ConsentAction)] = [
      ("ConsentGiven", .given), ("RenewedConsentGiven", .renewed), ("ConsentRequested", .requested),
      ("ConsentRequestDeferred", .deferred), ("ConsentRefused", .refused), ("ConsentExpired", .invalidated),
      ("ConsentInvalidated", .invalidated), ("ConsentRevoked", .revoked), ("ConsentWithdrawn", .withdrawn),
    ]
    return actions.first { types.contains($0.0) }?.1
  }

  private static func kind(_ types: Set<String>) -> ConsentKind {
    if types.contains("ExplicitlyExpressedConsent") { return .explicit }
    return types.isDisjoint(with: ["ImpliedConsent", "UninformedConsent"]) ? .express : .implied
  }

  private static func actor(_ entity: String?) -> ConsentActor {
    switch entity.map(LinkedData.term) {
    case "ParentOfDataSubject", "GuardianOfDataSubject": .guardian
    case "DataController", "DataProcessor", "System": .system
    default: .self
    }
  }

  private var notice: ConsentEvent.Notice? {
    guard let node = LinkedData.member("hasNotice", of: record) ?? LinkedData.member("hasConsentNotice", of: record),
      let id = LinkedData.text(node)
    else { return nil }
    let version = LinkedData.member("version", of: node) ?? LinkedData.member("date", of: node)
    let language = LinkedData.member("language", of: node) ?? LinkedData.member("language", of: record)
    return .init(id: id, version: LinkedData.text(version), language: LinkedData.text(language))
  }
}
