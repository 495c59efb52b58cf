import DataStores
import GovernanceModel

extension RowCountCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let tallies = try site.tallies("0")
    let told = self.site.observation(verdict, tallies, cell: 0, field: field, locus: locus, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [])
  }
}

extension ValueCountCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    let tallies = try site.tallies("CASE WHEN r.\(site.dialect.quoted(columns[0])) IS NOT NULL THEN 0 END")
    let told = self.site.observation(
      verdict, tallies, cell: 0, field: columns[0], locus: locus, parameters: parameters)
    return CheckResult(observations: told.map { [$0] } ?? [])
  }
}
