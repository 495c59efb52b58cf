import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

extension EvidenceCheck: PushableCheck {
  private enum Part { case action, purpose, channel, method }

  func pushed(_ site: PushSite) throws(NotPushable) -> CheckResult {
    guard let action, let purpose else { throw NotPushable("its rows hold consent strings") }
    let words = try WordCombinations<Part>(
      [.action: action.source, .purpose: purpose.source, .channel: channel?.source, .method: method?.source], at: site)
    // 0 cannot be read, 1 is concerned, 2 and was captured by a forbidden method.
    let (at, subject) = (try site.instant(self.at.source), try site.subject())
    let kind = words.combinations.lookup((0..<words.count).map { kindCode(words, $0) })
    let cell =
      "CASE WHEN \(kind) IS NULL THEN NULL WHEN \(kind) = 0 OR \(at.start) IS NULL THEN 0 "
      + "WHEN \(at.start) > \(site.asOf) THEN NULL WHEN \(kind) = 2 THEN 1 ELSE 2 END"
    var parts = [
      "SELECT k0, s, CASE WHEN k0 = 1 THEN a END AS a, CASE WHEN k0 = 1 THEN b END AS b FROM ("
        + (try site.cells("(\(cell))", subject: subject, from: at.start)) + ") AS c WHERE k0 < 2"
    ]
    for (index, field) in fields.enumerated() {
      guard let missing = try isMissing(field, site) else { continue }
      parts.append(
        try site.cells(
          "CASE WHEN (\(cell)) = 2 AND \(missing) THEN \(3 + index) END", subject: subject, from: at.start))
    }
    let query = TallyQuery(rows: parts.joined(separator: "\nUNION ALL\n"), subject: subject)
    let tallies = try query.run(site.session, sample: site.plan.sampleSize)
    let examined = try site.counts(["(\(cell)) > 0"])[0]
    var observations: [Observation?] = []
    func tell(_ verdict: Verdict, _ cell: Int, _ attribute: ConsentEvidence) {
      observations.append(
        self.site.observation(
          verdict, tallies, cell: cell, locus: Locus(attribute: attribute.rawValue, use: self.site.use)))
    }
    tell(.violation(.forbiddenMethod), 1, .method)
    for (index, field) in fields.enumerated() { tell(.violation(.missingField), 3 + index, field.field) }
    observations.append(self.site.observation(.unverifiable(.unreadableValue), tallies, cell: 0))
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }

  /// Nil for what the control is not about.
  private func kindCode(_ words: WordCombinations<Part>, _ index: Int) -> Int? {
    guard let action = words.word(.action, index).flatMap(ConsentAction.init(rawValue:)) else { return 0 }
    guard action.isPositive, channel == nil || obligation.concerns(channel: words.word(.channel, index)) else {
      return nil
    }
    guard let purpose = vocabulary.purpose(words.word(.purpose, index)) else { return 0 }
    guard obligation.concerns(purpose: purpose) else { return nil }
    return words.word(.method, index).map(requirement.forbiddenMethods.contains) ?? false ? 2 : 1
  }

  /// Nil for a field that is there in every row.
  private func isMissing(_ field: EvidenceField, _ site: PushSite) throws(NotPushable) -> String? {
    switch field.source {
    case .same(let isPresent): return isPresent ? nil : "(1 = 1)"
    case .instant(let moments): return "\(try site.instant(moments.source).start) IS NULL"
    case .column(let slot):
      let name = columns[slot]
      let column = "r." + site.dialect.quoted(name)
      let isText = [.text, .any].contains(try site.session.type(of: name, in: site.table))
      return isText ? "(\(column) IS NULL OR \(column) = '')" : "\(column) IS NULL"
    }
  }
}
