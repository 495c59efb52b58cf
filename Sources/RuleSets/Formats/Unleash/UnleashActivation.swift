internal import Predicates

/// What the name and the parameters of a strategy say, its constraints aside.
enum UnleashActivation {
  case everyone, nobody
  case users([String])
  case addresses([String])
  case hosts([String])
  case rollout(UnleashRollout)
  /// A strategy of the company's own, which the client does not know: holds for nobody.
  case unknown

  static let names = [
    "default", "userWithId", "gradualRolloutUserId", "gradualRolloutSessionId", "gradualRolloutRandom",
    "flexibleRollout", "remoteAddress", "applicationHostname",
  ]

  init(_ strategy: UnleashStrategy, of feature: String) {
    let group = strategy.text("groupId") ?? ""
    switch strategy.name {
    case "default": self = .everyone
    case "userWithId": self = .users(strategy.list("userIds"))
    case "remoteAddress": self = .addresses(strategy.list("IPs"))
    case "applicationHostname": self = .hosts(strategy.list("hostNames"))
    case "gradualRolloutUserId":
      self = .rollout(UnleashRollout(strategy.text("percentage"), group: group, stickiness: .field("userId")))
    case "gradualRolloutSessionId":
      self = .rollout(UnleashRollout(strategy.text("percentage"), group: group, stickiness: .field("sessionId")))
    case "gradualRolloutRandom":
      self = .rollout(UnleashRollout(strategy.text("percentage"), group: group, stickiness: .random))
    case "flexibleRollout":
      self = .rollout(
        UnleashRollout(
          strategy.text("rollout"), group: group.isEmpty ? feature : group,
          stickiness: UnleashStickiness(strategy.text("stickiness"))))
    default: self = .unknown
    }
  }
}

/// By what a person stays in the same share.
enum UnleashStickiness: Equatable {
  /// The user, else the session, else (for variants) the address, else chance.
  case `default`
  case random
  case field(String)

  init(_ text: String?) {
    switch text {
    case nil, "", "default": self = .default
    case "random": self = .random
    case .some(let name): self = .field(name)
    }
  }

  /// The fields of the context that are read, most important first.
  func reads(ofVariants: Bool) -> [String] {
    switch self {
    case .default: ofVariants ? ["userId", "sessionId", "remoteAddress"] : ["userId", "sessionId"]
    case .random: []
    case .field(let name): [name]
    }
  }

  func value(_ context: UnleashContext, ofVariants: Bool) -> String? {
    for name in reads(ofVariants: ofVariants) {
      if let text = context.text(name), !text.isEmpty { return text }
    }
    return nil
  }
}

/// A share of everybody, in hundredths.
struct UnleashRollout {
  let percentage: Double
  let group: String
  let stickiness: UnleashStickiness

  init(_ percentage: String?, group: String, stickiness: UnleashStickiness) {
    self.percentage = percentage.map(JavaScriptNumber.parse) ?? 0
    (self.group, self.stickiness) = (group, stickiness)
  }

  func holds(_ context: UnleashContext) -> Truth {
    guard percentage > 0 else { return .false }
    if let id = stickiness.value(context, ofVariants: false) {
      return Truth(Double(Self.share(id, group, of: 100, seed: 0)) <= percentage)
    }
    if case .field = stickiness { return .false }
    return percentage >= 100 ? .true : .unknown
  }

  /// A number from 1 to `count`, the same for the same id and group.
  static func share(_ id: String, _ group: String, of count: Int, seed: UInt32) -> Int {
    Int(MurmurHash3.hash32("\(group):\(id)".utf8, seed: seed)) % count + 1
  }
}

extension UnleashStrategy {
  /// Variants stick to people as the strategy does, where it says so.
  func variantStickiness(_ variants: [UnleashVariant]) -> UnleashStickiness {
    UnleashStickiness(text("stickiness") ?? variants.first?.stickiness)
  }
}
