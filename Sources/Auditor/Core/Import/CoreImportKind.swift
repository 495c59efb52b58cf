/// What the rows of a file say that goes into the core's store.
public enum CoreImportKind: String, Sendable, CaseIterable {
  case events, profiles, items, links

  /// Fields by name; those without which a row says nothing come first.
  var fields: (needed: [String], optional: [String]) {
    switch self {
    case .events:
      (["subject", "type", "at"], ["id", "item", "order", "amount", "value", "topic", "channel", "source"])
    case .profiles: (["subject"], ["updatedAt", "source"])
    case .items: (["item"], ["title", "category", "membersOnly"])
    case .links: (["subject", "alias", "at"], [])
    }
  }

  /// The fields as the command line explains them.
  public var explanation: String {
    let names = fields.needed + fields.optional.map { "[\($0)]" }
    return "\(rawValue): " + names.joined(separator: ", ")
      + (self == .profiles ? ", and every further column is an attribute" : "")
  }
}
