internal import Glibc

/// BG/NBD: customers buy at random at a rate of their own, and after any purchase may leave for good (Fader, Hardie and Lee,
/// "Counting your customers the easy way", Marketing Science 24:2, 2005). Equation numbers are theirs.
package struct BetaGeometric: Sendable, Equatable {
  /// The shape and (in units of time) scale of purchase rates among customers.
  package let r: Double
  package let alpha: Double
  /// The two parameters of the probabilities of leaving among customers.
  package let a: Double
  package let b: Double

  /// nil unless all are finite and above 0.
  package init?(r: Double, alpha: Double, a: Double, b: Double) {
    guard [r, alpha, a, b].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    (self.r, self.alpha, self.a, self.b) = (r, alpha, a, b)
  }

  /// The parameters under which the histories are likeliest.
  package init(fitting histories: [PurchaseHistory]) throws(MeasurementFault) {
    guard !histories.isEmpty else { throw .nothingToMeasure }
    let tally = HistoryTally(histories)
    let unit = tally.largestAge
    let found = NelderMead.likeliest(from: [0, log(0.1), 0, 0]) { point in
      Self(logarithms: point, unit).map { -$0.logLikelihood(tally) } ?? .infinity
    }
    guard let found, let model = Self(logarithms: found, unit) else { throw .noConvergence }
    self = model
  }

  private init?(logarithms: [Double], _ unit: Double) {
    self.init(r: exp(logarithms[0]), alpha: unit * exp(logarithms[1]), a: exp(logarithms[2]), b: exp(logarithms[3]))
  }

  /// ln of (6), summed.
  package func logLikelihood(of histories: [PurchaseHistory]) -> Double { logLikelihood(HistoryTally(histories)) }

  private func logLikelihood(_ tally: HistoryTally) -> Double {
    let (purchases, stays, all) = (tally.risingLogs(from: r), tally.risingLogs(from: b), tally.risingLogs(from: a + b))
    return tally.entries.reduce(0) { sum, entry in
      let (history, x) = (entry.history, Double(entry.history.repeats))
      var ends = -(r + x) * log(alpha + history.age)
      if history.repeats > 0 {
        ends = logSum(ends, log(a) - log(b + x - 1) - (r + x) * log(alpha + history.recency))
      }
      let common = purchases[history.repeats] + r * log(alpha) + stays[history.repeats] - all[history.repeats]
      return sum + entry.count * (common + ends)
    }
  }
}
