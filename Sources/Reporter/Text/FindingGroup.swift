internal import GovernanceModel

/// Findings of an audit that differ only in the logged rule of their asset: one line for the reader. The other forms of the
/// report keep them apart.
struct FindingGroup {
  private struct Key: Hashable {
    let pack: String
    let control: String
    let severity: Severity
    let asset: Asset
    let locus: Locus
    let verdict: Verdict
    let parameters: [Parameter]
  }

  /// In the order of the report; never empty.
  let findings: [Finding]

  var first: Finding { findings[0] }

  /// What the findings are about, without the rule.
  var asset: Asset { first.asset.withoutRule }

  var isNews: Bool { findings.contains(where: \.isNews) }

  /// Groups in the order of the report: a group stands where its first finding would without the rule, so those of one
  /// control and collection are ordered by locus and reason.
  static func groups(of findings: [Finding]) -> [FindingGroup] {
    var members: [Key: [Finding]] = [:]
    var order: [(key: Key, position: Int, tie: String)] = []
    var positions: [[String]: Int] = [:]
    for finding in findings {
      let key = Key(
        pack: finding.pack, control: finding.control, severity: finding.severity, asset: finding.asset.withoutRule,
        locus: finding.locus, verdict: finding.verdict, parameters: finding.parameters)
      if members[key, default: []].isEmpty {
        let place = [finding.severity.rawValue, finding.control, key.asset.description]
        let position = positions[place, default: positions.count]
        positions[place] = position
        order.append((key, position, "\(finding.locus)\0\(finding.verdict.reason?.rawValue ?? "")"))
      }
      members[key, default: []].append(finding)
    }
    return order.enumerated().sorted { left, right in
      (left.element.position, left.element.tie, left.offset) < (right.element.position, right.element.tie, right.offset)
    }.compactMap { members[$0.element.key].map(FindingGroup.init) }
  }
}

extension FindingGroup {
  /// `193 uses, in 18 rules (most: 18, 13, 8): after consent had expired (maxAge P24M)`; with people where it is one
  /// finding, since one person may be met in several rules. `13 uses of 13 subjects, not verified: the age is not known`.
  var summary: String {
    let parameters = first.parameters.map { "\($0.name) \($0.value)" }.joined(separator: ", ")
    let what = [
      [amount + rules, doubt].filter { !$0.isEmpty }.joined(separator: ", "), first.verdict.reason?.phrase ?? "",
    ]
    .filter { !$0.isEmpty }.joined(separator: ": ")
    return Terminal.safe(parameters.isEmpty ? what : "\(what) (\(parameters))")
  }

  /// Where in the asset, as far as that tells the group from others whose line would read the same; nil without others.
  func locus(among others: [FindingGroup]) -> String? {
    guard others.count > 1 else { return nil }
    let parts = first.locus.parts.enumerated().compactMap { index, part in
      others.allSatisfy { $0.first.locus.parts[index] == part } ? nil : part
    }
    return parts.isEmpty ? nil : parts.joined(separator: " · ")
  }

  /// `new`, `worse, was 90 subjects`; of several `12 new, 6 existing`.
  var statusWords: String {
    guard findings.count > 1 else { return first.statusWords }
    let statuses = Finding.Status.allCases.compactMap { status in
      let number = findings.count { $0.status == status }
      return number > 0 ? (number, status.words) : nil
    }
    if statuses.count == 1 { return statuses[0].1 }
    return statuses.map { "\(Terminal.grouped($0)) \($1)" }.joined(separator: ", ")
  }

  /// Tells what could not be told from what is broken.
  private var doubt: String { if case .unverifiable = first.verdict { "not verified" } else { "" } }

  private var amount: String {
    guard findings.count > 1 else { return first.counts.words }
    func sum(_ count: (Counts) -> Int?) -> Int? {
      let counted = findings.compactMap { count($0.counts) }
      return counted.isEmpty ? nil : counted.reduce(0, +)
    }
    return Counts(uses: sum(\.uses), records: sum(\.records)).words
  }

  private var rules: String {
    let named = findings.compactMap { finding in finding.asset.rule.map { (rule: $0, counts: finding.counts) } }
    guard let only = named.first else { return "" }
    let comma = amount.isEmpty ? "" : ", "
    if named.count == 1 { return "\(comma)in rule \(only.rule)" }
    let ranked = named.enumerated().sorted { left, right in
      let (one, other) = (left.element.counts.acts, right.element.counts.acts)
      return one == other ? left.offset < right.offset : one > other
    }
    let most = ranked.prefix(3).map(\.element.rule).joined(separator: ", ")
    let words = "\(comma)in \(Terminal.grouped(named.count)) rules"
    return named.count > 3 ? "\(words) (most: \(most))" : "\(words) (\(most))"
  }
}

extension Asset {
  fileprivate var rule: String? {
    guard case .store(_, _, _, let rule) = self else { return nil }
    return rule
  }

  fileprivate var withoutRule: Asset {
    guard case .store(let store, let collection, let field, _) = self else { return self }
    return .store(store, collection: collection, field: field, rule: nil)
  }
}

extension Counts {
  fileprivate var acts: Int { uses ?? records ?? subjects ?? 0 }
}

extension Locus {
  fileprivate var parts: [String?] { [attribute, category?.key, use?.key, channel?.name] }
}
