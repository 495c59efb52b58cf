internal import Glibc

/// Pareto/NBD: customers buy at random at a rate of their own, and leave at an unseen moment of their own (Schmittlein,
/// Morrison and Colombo, Management Science 33:1, 1987; likelihood as in Fader and Hardie, "A note on deriving the Pareto/NBD
/// model", 2005).
package struct ParetoNegativeBinomial: Sendable, Equatable {
  /// The shape and scale of purchase rates among customers.
  package let r: Double
  package let alpha: Double
  /// The shape and scale of rates of leaving.
  package let s: Double
  package let beta: Double

  /// nil unless all are finite and above 0.
  package init?(r: Double, alpha: Double, s: Double, beta: Double) {
    guard [r, alpha, s, beta].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    (self.r, self.alpha, self.s, self.beta) = (r, alpha, s, beta)
  }

  /// The parameters under which the histories are likeliest.
  package init(fitting histories: [PurchaseHistory]) throws(MeasurementFault) {
    guard !histories.isEmpty else { throw .nothingToMeasure }
    let tally = HistoryTally(histories)
    let unit = tally.largestAge
    let found = NelderMead.likeliest(from: [0, log(0.25), 0, log(0.25)]) { point in
      Self(logarithms: point, unit)?.logLikelihood(tally).map { -$0 } ?? .infinity
    }
    guard let found, let model = Self(logarithms: found, unit) else { throw .noConvergence }
    self = model
  }

  private init?(logarithms: [Double], _ unit: Double) {
    self.init(
      r: exp(logarithms[0]), alpha: unit * exp(logarithms[1]), s: exp(logarithms[2]), beta: unit * exp(logarithms[3]))
  }

  /// nil where the series of the likelihood does not settle.
  package func logLikelihood(of histories: [PurchaseHistory]) -> Double? { logLikelihood(HistoryTally(histories)) }

  private func logLikelihood(_ tally: HistoryTally) -> Double? {
    let purchases = tally.risingLogs(from: r)
    var sum = 0.0
    for entry in tally.entries {
      guard let ends = ends(entry.history) else { return nil }
      let common = purchases[entry.history.repeats] + r * log(alpha) + s * log(beta)
      sum += entry.count * (common + logSum(ends.stayed, ends.left))
    }
    return sum
  }

  /// The logarithms of the two parts of the likelihood: still there at T, or gone at some time since the last purchase.
  private func ends(_ history: PurchaseHistory) -> (stayed: Double, left: Double)? {
    let x = Double(history.repeats)
    let stayed = -(r + x) * log(alpha + history.age) - s * log(beta + history.age)
    guard let from = tail(x, history.recency), let to = tail(x, history.age) else { return nil }
    return (stayed, log(s / (r + s + x)) + logDifference(from, to))
  }

  /// ln of ₂F₁(r + s + x, ·; r + s + x + 1; z) / (max(α, β) + t)^(r + s + x), with the series turned by Euler's transformation
  /// into one that converges for every z below 1.
  private func tail(_ x: Double, _ time: Double) -> Double? {
    let (order, large) = (r + s + x, max(alpha, beta) + time)
    let (second, z) = (alpha >= beta ? s + 1 : r + x, abs(alpha - beta) / large)
    guard let series = hypergeometric(1, order + 1 - second, order + 1, z), series > 0 else { return nil }
    return (1 - second) * log1p(-z) + log(series) - order * log(large)
  }

  /// The probability that a customer is still there; nil where the series does not settle.
  package func probabilityAlive(_ history: PurchaseHistory) -> Double? {
    ends(history).map { 1 / (1 + exp($0.left - $0.stayed)) }
  }

  /// The purchases to be expected of a customer in the next `time`; nil for a time that is no number from 0, or as above.
  package func expectedPurchases(_ history: PurchaseHistory, in time: Double) -> Double? {
    guard time >= 0, time.isFinite, let alive = probabilityAlive(history) else { return nil }
    let (x, start) = (Double(history.repeats), beta + history.age)
    let growth = log1p(time / start)
    // (1 − e^(−(s−1)g)) / (s − 1), which is g where s is 1.
    let lasting = s == 1 ? growth : -expm1(-(s - 1) * growth) / (s - 1)
    return (r + x) * start / (alpha + history.age) * lasting * alive
  }
}
