package import GovernanceModel
internal import Predicates

/// Makes attributes from what a person did: the profile's part that nobody stated.
///
/// | attributes | from |
/// |---|---|
/// | `purchases.count`, `.lastAt`, `.firstAt`, `.total`, `.average`, `.perMonth` | events `purchase`, by order |
/// | `affinity.<category>` (inferred) | the share of a category among purchases, from 0 to 1 |
/// | `browsing.count`, `browsing.lastAt`, `searches.count` | events `view`, `search` |
/// | `support.contacts`, `support.lastAt`, `support.topic` | events `contact` |
/// | `feedback.csat`, `feedback.nps` | the last answer |
/// | `loyalty.points`, `loyalty.tier`, `loyalty.isMember` | the programme's standing |
package struct ProfileDerivation: Sendable {
  private let catalogue: Catalogue
  /// What happened before is not looked at.
  private let lookBack: CalendarPeriod
  private let programme: LoyaltyStanding.Programme?

  package init(
    catalogue: Catalogue = Catalogue(), lookBack: CalendarPeriod = CalendarPeriod(months: 13),
    programme: LoyaltyStanding.Programme? = nil
  ) {
    (self.catalogue, self.lookBack, self.programme) = (catalogue, lookBack, programme)
  }

  /// The person with these attributes as of `now`.
  package func deriving(_ person: Person, at now: Instant) -> Person {
    var derived = person
    purchases(of: person.events, now, &derived.profile)
    counts(of: person.events, now, &derived.profile)
    answers(of: person.events, now, &derived.profile)
    if let programme { loyalty(LoyaltyStanding(programme, person.events, at: now), now, &derived.profile) }
    return derived
  }

  private func purchases(of history: EventHistory, _ now: Instant, _ profile: inout Profile) {
    let lines = history.events(of: ["purchase"], until: now, within: lookBack)
    let orders = Order.orders(of: lines)
    guard let first = orders.first, let last = orders.last else { return }
    let values = orders.compactMap(\.value)
    func learn(_ name: String, _ value: Value) {
      profile.derive("purchases.\(name)", value, source: "transactions", last.at)
    }
    learn("count", .integer(Int64(orders.count)))
    learn("lastAt", .instant(last.at))
    learn("firstAt", .instant(first.at))
    if !values.isEmpty {
      let total = values.reduce(0, +)
      learn("total", .decimal(total))
      learn("average", .decimal(total / Double(values.count)))
    }
    let days = Double(now.microseconds - first.at.microseconds) / Double(Instant.microsecondsPerDay)
    learn("perMonth", .decimal(Double(orders.count) / max(1, days / 30)))
    affinities(of: lines, &profile)
  }

  private func affinities(of lines: [PersonEvent], _ profile: inout Profile) {
    var counts: [String: (count: Int, last: Instant)] = [:]
    var known = 0
    for line in lines where (line.amount ?? 1) > 0 {
      guard let category = catalogue.category(of: line.item) else { continue }
      known += 1
      counts[category] = ((counts[category]?.count ?? 0) + 1, line.at)
    }
    for (category, found) in counts {
      profile.derive(
        "affinity.\(category)", .decimal(Double(found.count) / Double(known)), source: "transactions", found.last,
        isInferred: true)
    }
  }

  private func counts(of history: EventHistory, _ now: Instant, _ profile: inout Profile) {
    for (type, name, source) in [
      ("view", "browsing.count", "browsing"), ("search", "searches.count", "browsing"),
      ("contact", "support.contacts", "support"),
    ] {
      let found = history.events(of: [type], until: now, within: lookBack)
      guard let last = found.last else { continue }
      profile.derive(name, .integer(Int64(found.count)), source: source, last.at)
      guard type != "search" else { continue }
      profile.derive(type == "view" ? "browsing.lastAt" : "support.lastAt", .instant(last.at), source: source, last.at)
      if type == "contact", let topic = last.topic {
        profile.derive("support.topic", .text(topic), source: source, last.at)
      }
    }
  }

  private func answers(of history: EventHistory, _ now: Instant, _ profile: inout Profile) {
    for (survey, range) in [("csat", 1.0...5), ("nps", 0.0...10)] {
      let answers = history.events(of: [survey], until: now, within: lookBack)
      guard let answer = answers.last(where: { $0.value.map(range.contains) ?? false }), let value = answer.value else {
        continue
      }
      profile.derive("feedback.\(survey)", .decimal(value), source: "feedback", answer.at)
    }
  }

  private func loyalty(_ standing: LoyaltyStanding, _ now: Instant, _ profile: inout Profile) {
    let at = standing.lastAt ?? now
    profile.derive("loyalty.isMember", .boolean(standing.isMember), source: "loyalty", at)
    guard standing.isMember else { return }
    profile.derive("loyalty.points", .integer(Int64(standing.balance)), source: "loyalty", at)
    if let tier = standing.tier { profile.derive("loyalty.tier", .text(tier), source: "loyalty", at) }
  }
}

extension Profile {
  /// Learns a value that was computed here; what it is, the vocabulary says.
  fileprivate mutating func derive(
    _ path: String, _ value: Value, source: String, _ at: Instant, isInferred: Bool = false
  ) {
    learn(
      ProfileAttribute(value, categories: [], isInferred: isInferred, source: source, updatedAt: at),
      at: AttributePath(path))
  }
}

/// Lines of one basket. One whose lines sum to nothing or less, such as a return, is no order.
struct Order {
  let at: Instant
  /// Nil where no line has an amount.
  let value: Double?

  /// By time. A line without an order is one by itself.
  static func orders(of lines: [PersonEvent]) -> [Order] {
    var (baskets, numbers): ([(at: Instant, value: Double?)], [String: Int]) = ([], [:])
    for line in lines {
      if let number = line.order.flatMap({ numbers[$0] }) {
        baskets[number].value = line.amount.map { (baskets[number].value ?? 0) + $0 } ?? baskets[number].value
      } else {
        if let order = line.order { numbers[order] = baskets.count }
        baskets.append((line.at, line.amount))
      }
    }
    return baskets.filter { ($0.value ?? 1) > 0 }.map { Order(at: $0.at, value: $0.value) }
  }
}
