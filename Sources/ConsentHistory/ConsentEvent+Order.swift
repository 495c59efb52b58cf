import GovernanceModel

extension ConsentEvent {
  /// The capture method of the events that a merge of two profiles adds. No grace runs for it: what it says was already
  /// in force.
  package static let mergeMethod = "merge"
}

extension ConsentTimeline {
  /// By start, action table, evidence reference in bytes, then everything else that can tell two events apart.
  static func precedes(_ left: ConsentEvent, _ right: ConsentEvent) -> Bool {
    if left.at.start != right.at.start { return left.at.start < right.at.start }
    if left.action != right.action { return left.action.code < right.action.code }
    let (own, theirs) = (left.evidence ?? "", right.evidence ?? "")
    if own != theirs { return own.utf8.lexicographicallyPrecedes(theirs.utf8) }
    return zip(key(left), key(right)).first { $0 != $1 }.map { $0.utf8.lexicographicallyPrecedes($1.utf8) } ?? false
  }

  private static func key(_ event: ConsentEvent) -> [String] {
    [
      event.purpose.key, event.channel?.name ?? "", event.controller ?? "", event.kind.rawValue, event.actor.rawValue,
      event.method ?? "", event.notice?.id ?? "", event.notice?.version ?? "", event.notice?.language ?? "",
      event.at.end.description, event.recordedAt?.start.description ?? "", event.recordedAt?.end.description ?? "",
      event.expiresAt?.end.description ?? "",
    ]
  }
}
