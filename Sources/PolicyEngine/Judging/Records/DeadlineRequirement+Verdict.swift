package import GovernanceModel

extension DeadlineRequirement {
  /// True when requests of this type have the deadline; a request without a type has it too.
  package func covers(requestType: String?) -> Bool {
    guard !requests.isEmpty, let requestType else { return true }
    return requests.contains(requestType)
  }

  /// Was a request closed, or is it still open, before its due instant?
  ///
  /// A receipt known only to a day counts from the day's end: that day does not count (Regulation 1182/71, article 3(1)).
  package func verdict(
    received: Moment?, closed: Moment?, isExtended: Bool, asOf: Instant, zone: ZoneRules = .utc
  ) -> Verdict {
    guard let received else { return .unverifiable(.noTimestamp) }
    let end = closed.map { min($0.start, asOf) } ?? asOf
    return end < due(received: received, isExtended: isExtended, zone: zone) ? .compliant : .violation(.overdue)
  }

  /// The instant by which the request has to be closed.
  package func due(received: Moment, isExtended: Bool, zone: ZoneRules = .utc) -> Instant {
    (isExtended ? extended ?? within : within).added(to: received.end, zone: zone)
  }
}
