import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

/// Each measure against its definition, counted in the plainest way.
@Suite struct OtherRoadTests {
  private static let asOf = day(100)

  private func instant(_ random: inout SplitMix64, upTo last: Int = 110) -> Instant {
    // On a coarse grid, so that ties and edges of windows meet often.
    day(Double(Int.random(in: 0...last, using: &random)) / 2)
  }

  // MARK: - Orders

  private func orders(_ random: inout SplitMix64) -> [Order] {
    (0..<80).map { number in
      Order(
        customer: Int.random(in: 0..<15, using: &random), id: number, at: instant(&random, upTo: 210),
        value: Double(Int.random(in: 0..<1_000, using: &random)) / 4)
    }
  }

  @Test(arguments: 0..<30)
  func `order value, repeat purchase and churn`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = orders(&random)
    let seen = records.filter { $0.at <= Self.asOf }
    let measured = Orders(records, asOf: Self.asOf)
    let customers = Dictionary(grouping: seen, by: \.customer)
    let average = try #require(AverageOrderValue(measured))
    // Quarters are exact in binary.
    #expect(average.revenue == seen.map(\.value).reduce(0, +) && average.orders == seen.count)
    #expect(
      try #require(RepeatPurchase(measured)).customers
        == Proportion(customers.values.count { $0.count > 1 }, of: customers.count))
    for days in [1, 30, 60, 90] {
      let quiet = customers.values.count { own in own.allSatisfy { $0.at < day(100 - Double(days)) } }
      #expect(try #require(InactivityChurn(measured, days: days)).customers == Proportion(quiet, of: customers.count))
    }
  }

  @Test(arguments: 0..<30)
  func `cohorts by the month of the first order`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let records = orders(&random)
    let customers = Dictionary(grouping: records.filter { $0.at <= Self.asOf }, by: \.customer)
    func month(_ instant: Instant) -> Int { instant.date.year * 12 + instant.date.month }
    let cohorts = try #require(CohortRetention(Orders(records, asOf: Self.asOf))).cohorts
    #expect(cohorts.reduce(0) { $0 + $1.active[0] } == customers.count)
    for cohort in cohorts {
      let start = cohort.month.year * 12 + cohort.month.month
      let own = customers.values.filter { own in own.map { month($0.at) }.min() == start }
      for later in cohort.active.indices {
        let active = own.count { orders in orders.contains { month($0.at) == start + later } }
        #expect(cohort.active[later] == active)
        #expect(cohort.rate(later) == Double(active) / Double(own.count))
      }
      #expect(cohort.active.count == month(Self.asOf) - start + 1)
      #expect(cohort.rate(cohort.active.count) == nil && cohort.rate(-1) == nil)
    }
  }

  // MARK: - Contracts

  @Test(arguments: 0..<30)
  func `contracts lost within a window, of those that ran at its start`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let memberships = (0..<60).map { _ in
      Membership(from: instant(&random), until: random.oneIn(3) ? nil : instant(&random))
    }
    for (start, days) in [(10.0, 30), (20, 7), (0.5, 1)] {
      let running = memberships.filter { entry in
        guard entry.from <= day(start) else { return false }
        return entry.until.map { $0 > day(start) && $0 >= entry.from } ?? true
      }
      let lost = running.count { entry in entry.until.map { $0 <= day(start + Double(days)) } ?? false }
      let churn = ContractChurn(memberships, from: day(start), days: days)
      #expect(churn?.members == Proportion(lost, of: running.count))
      let reversed = memberships.indices.filter { index in
        memberships[index].until.map { $0 < memberships[index].from } ?? false
      }
      #expect(churn.map { $0.rejected.map(\.record) } ?? reversed == reversed)
    }
  }

  // MARK: - Contacts

  @Test(arguments: 0..<40)
  func `first contacts that were resolved, and nobody came back`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let contacts = (0..<50).map { _ in
      Contact(
        customer: Int.random(in: 0..<4, using: &random), issue: Int.random(in: 0..<3, using: &random),
        at: instant(&random), isResolved: !random.oneIn(4))
    }
    let asOf = day(45)
    var known: [Contact] = []
    for contact in contacts where contact.at <= asOf && !known.contains(contact) { known.append(contact) }
    func same(_ one: Contact, _ other: Contact) -> Bool {
      one.customer == other.customer && one.issue == other.issue
    }
    // Two contacts at one instant, one resolved and one not, have no order of their own: the first one told goes first.
    let order = known.indices.sorted { (known[$0].at, $0) < (known[$1].at, $1) }
    var (ripe, resolved, pending) = (0, 0, 0)
    for (place, index) in order.enumerated() {
      let contact = known[index]
      let before = order[..<place].contains { earlier in
        same(known[earlier], contact) && contact.at <= known[earlier].at.advanced(byMicroseconds: week)
      }
      if before { continue }
      guard contact.at.advanced(byMicroseconds: week) <= asOf else {
        pending += 1
        continue
      }
      ripe += 1
      let after = order[(place + 1)...].contains { later in
        same(known[later], contact) && known[later].at <= contact.at.advanced(byMicroseconds: week)
      }
      resolved += contact.isResolved && !after ? 1 : 0
    }
    let measured = FirstContactResolution(contacts, days: 7, asOf: asOf)
    #expect(measured?.contacts == Proportion(resolved, of: ripe))
    if let measured { #expect(measured.pending == pending) }
  }

  private let week = 7 * Instant.microsecondsPerDay

  @Test(arguments: 0..<30)
  func `activation, and the median time to it`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let signUps = (0..<40).map { _ in
      SignUp(at: instant(&random), firstValue: random.oneIn(3) ? nil : instant(&random))
    }
    let asOf = day(48)
    let good = signUps.filter { entry in entry.at <= asOf && (entry.firstValue.map { $0 >= entry.at } ?? true) }
    let ripe = good.filter { $0.at.advanced(byMicroseconds: week) <= asOf }
    let times = ripe.compactMap { entry in
      entry.firstValue.flatMap { first -> Double? in
        let days = Double(first.microseconds - entry.at.microseconds) / Double(Instant.microsecondsPerDay)
        return days <= 7 ? days : nil
      }
    }.sorted()
    let measured = try #require(Activation(signUps, days: 7, asOf: asOf))
    #expect(measured.people == Proportion(times.count, of: ripe.count))
    #expect(measured.pending == good.count - ripe.count)
    #expect(measured.rejected.count == signUps.count - good.count)
    let middle = times.isEmpty ? nil : (times[(times.count - 1) / 2] + times[times.count / 2]) / 2
    #expect(measured.medianDays == middle)
  }

  @Test(arguments: 0..<30)
  func `answers of satisfaction and promotion`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let answers = (0..<60).map { _ in Int.random(in: -1...12, using: &random) }
    let score = try #require(NetPromoterScore(answers: answers))
    let votes = answers.filter { (0...10).contains($0) }.map { $0 >= 9 ? 100.0 : $0 <= 6 ? -100 : 0 }
    let mean = votes.reduce(0, +) / Double(votes.count)
    let spread = votes.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(votes.count)
    #expect(abs(score.score - mean) < 1e-10)
    #expect(abs(score.standardError - (spread / Double(votes.count)).squareRoot()) < 1e-10)
    #expect(score.rejected.map(\.record) == answers.indices.filter { !(0...10).contains(answers[$0]) })
    for scale in [1...5, 0...10, 1...7] {
      let kept = answers.filter(scale.contains)
      let best = kept.count { $0 == scale.upperBound || $0 == scale.upperBound - 1 }
      #expect(CustomerSatisfaction(answers: answers, scale: scale)?.satisfied == Proportion(best, of: kept.count))
    }
  }
}
