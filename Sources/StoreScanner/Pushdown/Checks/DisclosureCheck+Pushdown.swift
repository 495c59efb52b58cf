import DataStores
import GovernanceModel
import PolicyEngine

extension DisclosureCheck: PushableCheck {
  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    struct Told: Hashable {
      let verdict: Verdict
      let recipient: String?
    }
    func source(_ index: Int?) -> ColumnOrConstant? { index.map { self.words[$0].source } }
    let words = try WordCombinations(
      [0: self.words[0].source, 1: source(sale), 2: source(country), 3: source(safeguard), 4: source(use)], at: site)
    var told: [Told] = []
    let cases = (0..<words.count).map { index -> Int? in
      if let logged = words.word(4, index), !obligation.concerns(purpose: DataUse(logged)) { return nil }
      let recipient = words.word(0, index)
      let record = DisclosureRecord(
        recipient: recipient, isSale: words.word(1, index).flatMap(Self.truth), country: words.word(2, index),
        safeguard: words.word(3, index))
      let isKnown = recipient.map { name in
        requirement.recipients.contains(name) || declared.contains { $0.name == name }
      }
      let own = Told(
        verdict: requirement.verdict(of: record, declared: declared), recipient: isKnown == true ? recipient : nil)
      if let known = told.firstIndex(of: own) { return known }
      told.append(own)
      return told.count - 1
    }
    let at = try site.instant(self.at.source)
    let code = words.combinations.lookup(cases)
    let isPast = "(\(at.start) IS NULL OR \(at.start) <= \(site.asOf))"
    let compliant = told.firstIndex { $0.verdict == .compliant }.map { " AND \(code) <> \($0)" } ?? ""
    let tallies = try site.tallies("CASE WHEN \(isPast)\(compliant) THEN \(code) END", from: at.start)
    let examined = try site.counts(["\(code) IS NOT NULL AND \(isPast)"])[0]
    let observations = told.enumerated().compactMap { index, known in
      self.site.observation(
        known.verdict, tallies, cell: index, locus: Locus(attribute: known.recipient, use: self.site.use))
    }
    return CheckResult(observations: observations, examined: examined)
  }
}
