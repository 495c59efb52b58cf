import DataStores
import GovernanceModel
import PolicyEngine

extension DeadlineCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let words = try WordCombinations([0: type.source], at: site)
    let covered = words.combinations.isAmong(
      (0..<words.count).map { requirement.covers(requestType: words.word(0, $0)) })
    let (received, closed) = (try site.instant(self.received.source), try site.instant(self.closed.source))
    var unreadable = [received.isUnreadable, closed.isUnreadable]
    var due = try site.dialect.adding(requirement.within, to: received.end)
    if let column = extended?.source {
      let extended = try site.instant(column)
      unreadable.append(extended.isUnreadable)
      let later = try site.dialect.adding(requirement.extended ?? requirement.within, to: received.end)
      due = "CASE WHEN \(extended.isAbsent) THEN \(due) ELSE \(later) END"
    }
    let end = "CASE WHEN \(closed.start) < \(site.asOf) THEN \(closed.start) ELSE \(site.asOf) END"
    let cell =
      "CASE WHEN NOT \(covered) THEN NULL WHEN \(unreadable.joined(separator: " OR ")) THEN 2 "
      + "WHEN \(received.isAbsent) THEN 1 WHEN \(end) >= \(due) THEN 0 END"
    let isOverdue = "CASE WHEN \(cell) = 0 THEN \(received.start) END"
    let tallies = try site.tallies(cell, from: isOverdue)
    let examined = try site.counts([covered])[0]
    var parameters = [Parameter("within", requirement.within.description)]
    if let extended = requirement.extended { parameters.append(Parameter("extended", extended.description)) }
    let observations = [
      self.site.observation(.violation(.overdue), tallies, cell: 0, parameters: parameters),
      self.site.observation(.unverifiable(.noTimestamp), tallies, cell: 1, parameters: parameters),
      self.site.observation(.unverifiable(.unreadableValue), tallies, cell: 2, parameters: parameters),
    ]
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }
}
