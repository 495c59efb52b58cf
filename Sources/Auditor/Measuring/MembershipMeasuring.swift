internal import GovernanceModel
internal import Measurement

/// Churn by contract over the last 30, 60 and 90 days: of the memberships that ran when the days began.
struct MembershipMeasuring: Measuring {
  private var memberships: [Membership] = []
  private var unreadable = 0

  mutating func take(_ fields: MeasurementFields) {
    guard let from = fields.instant(0), fields[1] == nil || fields.instant(1) != nil else {
      unreadable += 1
      return
    }
    memberships.append(Membership(from: from, until: fields.instant(1)))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.memberships, subject)
    (sheet.records, sheet.unreadable) = (memberships.count + unreadable, unreadable)
    // An end that is agreed on for later has not come.
    let known = memberships.filter { $0.from <= asOf }.map { entry in
      Membership(from: entry.from, until: entry.until.flatMap { $0 <= asOf ? $0 : nil })
    }
    if known.count < memberships.count { sheet.rejected[.inFuture] = memberships.count - known.count }
    let reversed = known.count { entry in entry.until.map { $0 < entry.from } ?? false }
    if reversed > 0 { sheet.rejected[.reversed] = reversed }
    let running = known.count { $0.until == nil }
    sheet.add("running", "memberships that run", Double(running), .count)
    for days in InactivityChurn.usualDays {
      let start = asOf.advanced(byMicroseconds: -Int64(days) * Instant.microsecondsPerDay)
      let churn = ContractChurn(known, from: start, days: days)
      sheet.add(
        "contractChurn\(days)", "churn, \(days) days", churn?.members,
        note: churn == nil ? "no membership ran when the days began" : nil)
    }
    return [sheet]
  }
}
