import DataStores
import GovernanceModel
import PolicyEngine

/// `disclosure`: recipient, sale and transfer of each disclosure are declared and allowed. One judgement a combination of
/// recipient, sale, country, safeguard and use.
///
/// A recipient that the project declares or the control allows is named; any other is a value of the store and is not.
struct DisclosureCheck: CheckOperator {
  private struct Case {
    var verdict: Verdict
    var recipient: String?
    var tally = Tally()
  }

  private(set) var columns: [String]
  let site: CheckSite
  let requirement: DisclosureRequirement
  let obligation: Obligation
  let declared: [DeclaredRecipient]
  private(set) var at: MomentColumn
  /// Recipient first; positions of the others, nil where the log has no such word.
  private(set) var words: [WordColumn]
  let sale: Int?
  let country: Int?
  let safeguard: Int?
  let use: Int?
  private var folds: [PairInterner]
  /// By combination; nil where the control is not about it.
  private var cases: [Case?] = []
  private var examined = 0

  init(
    _ requirement: DisclosureRequirement, log: DisclosureLog, obligation: Obligation, declared: [DeclaredRecipient],
    site: CheckSite
  ) {
    (self.requirement, self.obligation, self.declared, self.site) = (requirement, obligation, declared, site)
    var columns: [String] = []
    var words = [WordColumn(log.recipient, columns: &columns)]
    func add(_ word: ColumnOrConstant?) -> Int? {
      guard let word else { return nil }
      words.append(WordColumn(word, columns: &columns))
      return words.count - 1
    }
    sale = add(log.sale)
    country = add(log.country)
    safeguard = add(log.safeguard)
    use = add(log.use)
    at = MomentColumn(log.at, zone: site.zone, columns: &columns)
    folds = words.dropFirst().map { _ in PairInterner() }
    (self.words, self.columns) = (words, columns)
  }

  /// Recipients have tallies of their own, which are united at the end.
  var need: MemoryNeed { MemoryNeed(perRow: 8) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for index in words.indices { words[index].read(batch, positions: positions) }
    at.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      var code = UInt32(bitPattern: words[0].codes[row])
      for index in folds.indices {
        code = folds[index].intern(code, UInt32(bitPattern: words[index + 1].codes[row]))
      }
      while cases.count <= Int(code) { cases.append(makeCase(row)) }
      let start = at.moment(row)?.start
      guard let verdict = cases[Int(code)]?.verdict, start ?? .distantPast <= site.asOf else { continue }
      examined += 1
      if verdict != .compliant { cases[Int(code)]?.tally.add(subject: subjects[row], at: start) }
    }
  }

  private func makeCase(_ row: Int) -> Case? {
    func word(_ index: Int?) -> String? { index.flatMap { words[$0].word(words[$0].codes[row]) } }
    if let logged = word(use), !obligation.concerns(purpose: DataUse(logged)) { return nil }
    let recipient = word(0)
    let record = DisclosureRecord(
      recipient: recipient, isSale: word(sale).flatMap(Self.truth), country: word(country),
      safeguard: word(safeguard))
    let isKnown = recipient.map { name in
      requirement.recipients.contains(name) || declared.contains { $0.name == name }
    }
    return Case(
      verdict: requirement.verdict(of: record, declared: declared), recipient: isKnown == true ? recipient : nil)
  }

  /// Words and digits for yes and no; nil for others.
  static func truth(_ word: String) -> Bool? {
    switch word.lowercased() {
    case "1", "true", "yes", "y", "t", "sale": true
    case "0", "false", "no", "n", "f": false
    default: nil
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    struct Key: Hashable {
      let verdict: Verdict
      let recipient: String?
    }
    var totals: [Key: Tally] = [:]
    for known in cases {
      guard let known, known.tally.rows > 0 else { continue }
      totals[Key(verdict: known.verdict, recipient: known.recipient), default: Tally()].formUnion(known.tally)
    }
    let ordered = totals.sorted { left, right in
      let keys = [left.key, right.key].map { "\($0.verdict.reason?.rawValue ?? "") \($0.recipient ?? "")" }
      return keys[0].utf8.lexicographicallyPrecedes(keys[1].utf8)
    }
    let observations = ordered.compactMap { key, tally in
      var tally = tally
      return site.observation(
        key.verdict, &tally, in: subjects, locus: Locus(attribute: key.recipient, use: site.use))
    }
    return CheckResult(observations: observations, examined: examined)
  }
}

extension DisclosureCheck {
  /// Disclosure logs.
  static func checks(
    _ requirement: DisclosureRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard let log = source.collection.disclosures else { return [] }
    if let use = log.use, !obligation.mayConcern(use) { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let check = DisclosureCheck(
      requirement, log: log, obligation: obligation, declared: plan.policies.recipients, site: site)
    return [PlannedCheck(source: index, controls: [site.control], check: check)]
  }
}
