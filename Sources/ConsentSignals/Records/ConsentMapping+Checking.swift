internal import ConsentHistory
package import GovernanceModel
package import SourceDocuments

extension ConsentMapping {
  /// Refuses a mapping with which every record would be rejected, or lose a field without a word: a column that the file does
  /// not have, or a word that no event can hold.
  ///
  /// - Parameters:
  ///   - columns: of the file; nil where its records need not have the same ones.
  ///   - uses: data uses, from which the nearest is suggested.
  ///   - isUse: whether a word stands for a data use.
  package static func check(
    _ file: SourceFile, columns: [String]?, uses: [String], isUse: (String) -> Bool
  ) throws(InputError) {
    var problems = Problems(in: file)
    let root = try Node.read(file)
    for field in Field.allCases {
      guard let source = root[field.rawValue] else { continue }
      if let columns { check(columnOf: source, columns, &problems) }
      for word in words(of: source) {
        guard let text = word.scalarText else { continue }
        switch field {
        case .purpose where !isUse(text):
          problems.error(
            "`\(text)` is no data use of the vocabulary", at: word, help: Problems.suggestion(for: text, among: uses))
        case .action: check(word, text, ConsentAction.allCases.map(\.rawValue), field, &problems)
        case .kind: check(word, text, ConsentKind.allCases.map(\.rawValue), field, &problems)
        case .actor: check(word, text, ConsentActor.allCases.map(\.rawValue), field, &problems)
        default: break
        }
      }
    }
    try problems.throwIfAny()
  }

  private static func check(columnOf source: Node, _ columns: [String], _ problems: inout Problems) {
    let node = source.scalarText == nil ? source["column"] : source
    guard let node, let column = node.scalarText, !columns.contains(column) else { return }
    problems.error(
      "the file has no column `\(column)`", at: node, help: Problems.suggestion(for: column, among: columns))
  }

  private static func check(
    _ word: Node, _ text: String, _ known: [String], _ field: Field, _ problems: inout Problems
  ) {
    guard !known.contains(text) else { return }
    problems.error(
      "`\(text)` is no word of `\(field.rawValue)`", at: word, help: Problems.suggestion(for: text, among: known))
  }

  /// What a column is translated to, or the constant.
  private static func words(of source: Node) -> [Node] {
    (source["values"]?.entries ?? []).map(\.value) + [source["constant"]].compactMap { $0 }
  }
}
