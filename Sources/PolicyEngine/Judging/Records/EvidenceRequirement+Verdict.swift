package import ConsentHistory
package import GovernanceModel

extension EvidenceRequirement {
  /// Judges one consent event: only a yes needs proof.
  ///
  /// A forbidden capture method comes first, since no further field would make that consent good.
  package func verdict(of event: ConsentEvent) -> Verdict {
    guard event.action.isPositive else { return .compliant }
    if let method = event.method, forbiddenMethods.contains(method) { return .violation(.forbiddenMethod) }
    if !missingFields(of: event).isEmpty { return .violation(.missingField) }
    guard let recordedAt = event.recordedAt, isRecordedLate(at: event.at, recordedAt: recordedAt) else {
      return .compliant
    }
    return .violation(.recordedLate)
  }

  /// Judges the events of one log and person: each by itself, then by its time, then beside the others.
  ///
  /// - Parameter asOf: the instant of the audit.
  package func verdict(ofLog events: [ConsentEvent], asOf: Instant) -> Verdict {
    let single = events.reduce(Verdict.compliant) { $0.combined(with: verdict(of: $1)) }
    let timed = events.reduce(single) { verdict, event in
      let isFuture = Self.isFuture(at: event.at, recordedAt: event.recordedAt, asOf: asOf)
      return isFuture && forbid.contains(.future) ? verdict.combined(with: .violation(.inFuture)) : verdict
    }
    return pairFaults(events).reduce(timed) { $0.combined(with: .violation($1)) }
  }

  /// Dated after its own recording; else after the audit, unless it was recorded later still: then nobody knew of it.
  package static func isFuture(at: Moment, recordedAt: Moment?, asOf: Instant) -> Bool {
    guard let recordedAt else { return at.start > asOf }
    return at.start > recordedAt.end || (at.start > asOf && recordedAt.start <= asOf)
  }

  /// Recorded after the period that is allowed.
  package func isRecordedLate(at: Moment, recordedAt: Moment) -> Bool {
    guard let recordedWithin else { return false }
    return recordedAt.start >= recordedWithin.added(to: at.end) && recordedAt.start > at.end
  }

  /// The fields that are asked for and absent or empty, in the order of their declaration.
  package func missingFields(of event: ConsentEvent) -> [ConsentEvidence] {
    ConsentEvidence.allCases.filter { fields.contains($0) && !Self.carries(event, $0) }
  }

  /// What pairs of events at the same instant and scope are: the same twice, or a yes and a no.
  private func pairFaults(_ events: [ConsentEvent]) -> [Reason] {
    struct Place: Hashable {
      var scope: [String?]
      var at: Instant
    }
    var faults: [Reason] = []
    for group in Dictionary(
      grouping: events,
      by: { event in
        Place(scope: [event.purpose.key, event.channel?.name, event.controller], at: event.at.start)
      }
    ).values {
      let actions = group.map(\.action)
      if forbid.contains(.duplicate), Set(actions).count < actions.count { faults.append(.duplicate) }
      let isConflict = actions.contains(where: \.isPositive) && actions.contains(where: \.isNegative)
      if forbid.contains(.conflicting), isConflict { faults.append(.conflicting) }
    }
    return faults.sorted { $0.rawValue < $1.rawValue }
  }

  private static func carries(_ event: ConsentEvent, _ field: ConsentEvidence) -> Bool {
    func isPresent(_ text: String?) -> Bool { text.map { !$0.isEmpty } ?? false }
    return switch field {
    case .method: isPresent(event.method)
    case .reference: isPresent(event.evidence)
    case .notice: isPresent(event.notice?.id)
    case .noticeVersion: isPresent(event.notice?.version)
    case .noticeLanguage: isPresent(event.notice?.language)
    case .controller: isPresent(event.controller)
    case .recordedAt: event.recordedAt != nil
    }
  }
}
