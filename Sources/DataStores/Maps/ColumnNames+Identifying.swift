internal import GovernanceModel
internal import SourceDocuments

extension ColumnNames {
  /// What reports tell word by word.
  private static let told: Set<String> = ["audience", "channel", "controller", "rule", "use"]
  /// Categories whose values name a person, with all below them.
  private static let identifyingCategories = [
    "user.account", "user.authorizing", "user.biometric", "user.contact", "user.credentials", "user.device",
    "user.financial", "user.government_id", "user.name", "user.payment", "user.unique_id",
  ].map { DataCategory($0) }

  static func identifies(_ category: DataCategory) -> Bool {
    identifyingCategories.contains { category.isSameOrBelow($0) }
  }

  /// A column that names people is no column of words: all of them would stand in every report.
  func checkIsTold(_ name: String?, as key: String, at node: Node, _ problems: inout Problems) {
    guard Self.told.contains(key), let name, let category = identifying[name] else { return }
    let help =
      key == "channel" && Channel.common.contains(Channel(name))
      ? "where the channel itself is meant, write `channel: {constant: \(name)}`"
      : "name a column without personal data, or a word for all rows with `{constant: ...}`"
    problems.error(
      "`\(key)` is told in reports, and the field `\(name)` holds `\(category.key)`", at: node, help: help)
  }
}
