public import GovernanceModel

/// What a standing membership of an audience amounts to (semantics section 4).
public struct ConsentMembership: Hashable, Sendable {
  /// `invalid` or `unverifiable` if the state is so at some instant; the reason is that of the first such instant.
  public var state: ConsentState
  /// Ends of the union of the intervals in which the state is bad; nil when it never is.
  public var first: Instant?
  public var last: Instant?
  public init(state: ConsentState, first: Instant? = nil, last: Instant? = nil) {
    (self.state, self.first, self.last) = (state, first, last)
  }
}
