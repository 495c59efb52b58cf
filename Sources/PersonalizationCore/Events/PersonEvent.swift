package import GovernanceModel

/// Something that a person did or that happened to them, as a source tells it.
package struct PersonEvent: Hashable, Sendable {
  /// Names the event at its source, so that it counts once however often it comes.
  package var id: String?
  /// Such as `purchase`, `view`, `search`, `play`, `contact`, `signup`, `join`, `redeem`, `csat`, `nps`.
  package var type: String
  package var at: Instant
  /// The product or reward.
  package var item: String?
  /// What several lines belong to: a basket.
  package var order: String?
  /// Money; negative for a return.
  package var amount: Double?
  /// An answer or a rating.
  package var value: Double?
  /// What a contact was about.
  package var topic: String?
  package var channel: String?
  /// The system that told it, such as `transactions`.
  package var source: String

  package init(
    _ type: String, at: Instant, id: String? = nil, item: String? = nil, order: String? = nil, amount: Double? = nil,
    value: Double? = nil, topic: String? = nil, channel: String? = nil, source: String = ""
  ) {
    (self.type, self.at, self.id, self.item, self.order) = (type, at, id, item, order)
    self.amount = amount.flatMap { $0.isFinite ? $0 : nil }
    self.value = value.flatMap { $0.isFinite ? $0 : nil }
    (self.topic, self.channel, self.source) = (topic, channel, source)
  }

  /// By time; of one instant by type, order, item, source and id, so that the order of arrival never matters.
  static func precedes(_ left: PersonEvent, _ right: PersonEvent) -> Bool {
    if left.at != right.at { return left.at < right.at }
    if left.type != right.type { return left.type < right.type }
    if left.order != right.order { return (left.order ?? "") < (right.order ?? "") }
    if left.item != right.item { return (left.item ?? "") < (right.item ?? "") }
    if left.source != right.source { return left.source < right.source }
    if left.id != right.id { return (left.id ?? "") < (right.id ?? "") }
    return (left.amount ?? 0, left.value ?? 0) < (right.amount ?? 0, right.value ?? 0)
  }
}
