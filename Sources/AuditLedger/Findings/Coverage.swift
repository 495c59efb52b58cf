package import GovernanceModel

/// What a run looked at: which assets it examined completely under which control.
package struct Coverage: Sendable {
  private let stores: [String: [String: Set<String>]]
  private let ruleSets: Set<String>
  private let gaps: [String]
  /// Assets about which, under a control, something could not be told.
  private let uncertain: [(control: String, asset: Asset)]

  package init(_ report: Report) {
    var stores: [String: [String: Set<String>]] = [:]
    for store in report.stores {
      for collection in store.collections {
        stores[store.id, default: [:]][collection.name, default: []].formUnion(collection.controls)
      }
    }
    self.stores = stores
    ruleSets = Set(report.ruleSets.map(\.id))
    // A rule set may be named by its path in a gap.
    let names = Dictionary(report.ruleSets.map { ($0.path, $0.id) }) { first, _ in first }
    gaps = report.gaps.map { names[$0.subject] ?? $0.subject }
    uncertain = report.findings.compactMap { finding in
      guard case .unverifiable = finding.verdict, finding.isOpen else { return nil }
      return (finding.control, finding.asset)
    }
  }

  /// True when nothing of the asset was left out under the control: it was in scope, no gap touches it, and nothing about
  /// it was unverifiable.
  package func isComplete(_ asset: Asset, under control: String) -> Bool {
    guard !gaps.contains(where: { touches($0, asset) }),
      !uncertain.contains(where: { $0.control == control && overlaps($0.asset, asset) })
    else { return false }
    switch asset {
    case .rule(let set, _): return ruleSets.contains(set)
    case .store(let store, let collection?, _, _): return stores[store]?[collection]?.contains(control) ?? false
    case .store(let store, nil, _, _): return stores[store]?.values.contains { $0.contains(control) } ?? false
    }
  }

  /// The same for the text of an asset, as a waiver keeps it.
  package func isComplete(assetText: String, under control: String) -> Bool {
    let name = assetText.drop { $0 != ":" }.dropFirst()
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    guard let first = parts.first else { return false }
    let rule = parts.count > 1 ? parts[1] : nil
    if assetText.hasPrefix("rule:") { return isComplete(.rule(set: first, rule: rule), under: control) }
    let path = first.split(separator: ".", maxSplits: 2).map(String.init)
    return isComplete(
      .store(
        path[0], collection: path.count > 1 ? path[1] : nil, field: path.count > 2 ? path[2] : nil,
        rule: rule.map { String($0.dropFirst("rule:".count)) }), under: control)
  }

  /// A gap names a store, a collection, a field, a rule set or a rule, with or without the prefix of an asset; it touches
  /// what it names, what lies below it, and what it lies in.
  private func touches(_ gap: String, _ asset: Asset) -> Bool {
    let text = asset.description
    let name = String(text.drop { $0 != ":" }.dropFirst())
    return [text, name].contains { isSameOrInside($0, gap) || isSameOrInside(gap, $0) }
  }

  private func overlaps(_ left: Asset, _ right: Asset) -> Bool {
    isSameOrInside(left.description, right.description) || isSameOrInside(right.description, left.description)
  }

  private func isSameOrInside(_ inner: String, _ outer: String) -> Bool {
    guard inner.utf8.starts(with: outer.utf8) else { return false }
    guard let next = inner.utf8.dropFirst(outer.utf8.count).first else { return true }
    return next == UInt8(ascii: ".") || next == UInt8(ascii: "/")
  }
}
