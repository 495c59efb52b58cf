/// What a finding is about; its text is part of the fingerprint, so it never holds a path, line or index.
public enum Asset: Hashable, Sendable {
  /// A rule, or the whole rule set when `rule` is nil.
  case rule(set: String, rule: String?)
  /// A store, collection or field; `rule` for uses that were logged with one, and the audience for memberships.
  case store(String, collection: String?, field: String?, rule: String?)
}

extension Asset: CustomStringConvertible {
  /// `rule:spring/lapsed`, `store:journey.consent_log.method`, `store:journey.sends/rule:18`.
  public var description: String {
    switch self {
    case .rule(let set, let rule): "rule:\(set)" + (rule.map { "/\($0)" } ?? "")
    case .store(let store, let collection, let field, let rule):
      "store:" + [store, collection, field].compactMap { $0 }.joined(separator: ".")
        + (rule.map { "/rule:\($0)" } ?? "")
    }
  }
}

/// Where in the asset, by meaning: attribute or category, data use, channel.
public struct Locus: Hashable, Sendable {
  public var attribute: String?
  public var category: DataCategory?
  public var use: DataUse?
  public var channel: Channel?

  public init(attribute: String? = nil, category: DataCategory? = nil, use: DataUse? = nil, channel: Channel? = nil) {
    (self.attribute, self.category, self.use, self.channel) = (attribute, category, use, channel)
  }
}

extension Locus: CustomStringConvertible {
  public var description: String {
    [attribute, category?.key, use?.key, channel?.name].compactMap { $0 }.joined(separator: " · ")
  }
}
