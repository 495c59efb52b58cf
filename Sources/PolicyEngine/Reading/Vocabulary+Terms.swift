package import GovernanceModel
package import SourceDocuments

// Keys of the vocabulary, as readers of packs and projects meet them; an unknown one is an error with its nearest name.
extension Vocabulary {
  /// fideslang 3.1: `^[a-zA-Z0-9_.<>-]+$`, and no empty segment.
  package static func isKey(_ text: String) -> Bool {
    let isPlain = text.utf8.allSatisfy { byte in
      switch byte {
      case 48...57, 65...90, 97...122: true
      case UInt8(ascii: "_"), UInt8(ascii: "."), UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "-"): true
      default: false
      }
    }
    return isPlain
      && text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        .allSatisfy { !$0.isEmpty }
  }

  package func readCategory(_ node: Node, _ problems: inout Problems) -> DataCategory? {
    readKey(node, "data category", categories, &problems).map(DataCategory.init)
  }

  /// - Parameter allowsEvery: `*` stands for every purpose.
  package func readUse(_ node: Node, allowsEvery: Bool = false, _ problems: inout Problems) -> DataUse? {
    if allowsEvery, node.scalarText == DataUse.every.key { return .every }
    return readKey(node, "data use", uses, &problems).map(DataUse.init)
  }

  package func readSubject(_ node: Node, _ problems: inout Problems) -> DataSubject? {
    readKey(node, "data subject", subjects, &problems).map(DataSubject.init)
  }

  /// `birth.band10`.
  package func readGranularity(_ node: Node, _ problems: inout Problems) -> Granularity? {
    guard let text = node.readText("granularity", &problems) else { return nil }
    if let level = Granularity(named: text) { return level }
    let names = Granularity.Family.allCases.flatMap { family in family.levels.map { "\(family.rawValue).\($0)" } }
    problems.error("`\(text)` is no granularity", at: node, help: Problems.suggestion(for: text, among: names))
    return nil
  }

  private func readKey(
    _ node: Node, _ what: String, _ terms: [String: Term], _ problems: inout Problems
  ) -> String? {
    guard let key = node.readText(what, &problems) else { return nil }
    if terms[key] != nil { return key }
    problems.error("`\(key)` is no \(what)", at: node, help: Self.suggestion(for: key, among: terms))
    return nil
  }

  /// The nearest key, else the nearest one with the same last segment, else where the key would be added.
  private static func suggestion(for key: String, among terms: [String: Term]) -> String {
    let keys = terms.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    if let near = nearestName(to: key, among: keys) { return "did you mean `\(near)`?" }
    let last = key.split(separator: ".").last.map { ".\($0)" } ?? key
    if let same = keys.first(where: { $0.hasSuffix(last) || last == ".\($0)" }) { return "did you mean `\(same)`?" }
    return "add it to a file under `vocabularies:`"
  }
}
