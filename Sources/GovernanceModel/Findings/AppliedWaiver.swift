/// A waiver as it met a finding: who answers for it, why, until when; and what is wrong where it does not hold.
public struct AppliedWaiver: Hashable, Sendable {
  public let owner: String
  public let approver: String
  public let reason: String
  public let approved: CivilDate
  /// The last day on which it holds, in UTC.
  public let expires: CivilDate
  /// Why it does not hold, in words; nil when it does.
  public let fault: String?

  public init(
    owner: String, approver: String, reason: String, approved: CivilDate, expires: CivilDate, fault: String? = nil
  ) {
    (self.owner, self.approver, self.reason) = (owner, approver, reason)
    (self.approved, self.expires, self.fault) = (approved, expires, fault)
  }
}
