internal import Glibc

/// Gamma-Gamma: the values of a customer's purchases vary around a mean of the customer's own, whatever the number of
/// purchases (Fader and Hardie, "The gamma-gamma model of monetary value", 2013).
package struct GammaGamma: Sendable, Equatable {
  package let p: Double
  package let q: Double
  package let v: Double

  /// nil unless all are finite and above 0.
  package init?(p: Double, q: Double, v: Double) {
    guard [p, q, v].allSatisfy({ $0 > 0 && $0.isFinite }) else { return nil }
    (self.p, self.q, self.v) = (p, q, v)
  }

  /// The parameters under which the mean values of customers with repeat purchases are likeliest; others, and values not
  /// above 0, are left out.
  package init(fitting customers: [CustomerValue]) throws(MeasurementFault) {
    let kept = customers.filter { $0.history.repeats > 0 && $0.meanValue > 0 && $0.meanValue.isFinite }
    guard !kept.isEmpty else { throw .nothingToMeasure }
    let mean = kept.lazy.map(\.meanValue).exactSum() / Double(kept.count)
    let found = NelderMead.likeliest(from: [1, 1, log(0.5)]) { point in
      Self(logarithms: point, mean).map { -$0.logLikelihood(of: kept) } ?? .infinity
    }
    guard let found, let model = Self(logarithms: found, mean) else { throw .noConvergence }
    self = model
  }

  private init?(logarithms: [Double], _ unit: Double) {
    self.init(p: exp(logarithms[0]), q: exp(logarithms[1]), v: unit * exp(logarithms[2]))
  }

  /// Of customers with repeat purchases and values above 0.
  package func logLikelihood(of customers: [CustomerValue]) -> Double {
    customers.reduce(0) { sum, customer in
      let (x, mean) = (Double(customer.history.repeats), customer.meanValue)
      let shapes = logGamma(p * x + q) - logGamma(p * x) - logGamma(q)
      return sum + shapes + q * log(v) + (p * x - 1) * log(mean) + p * x * log(x) - (p * x + q) * log(x * mean + v)
    }
  }

  /// The mean value to be expected of a customer's purchases: between the customer's own and that of all, the nearer to the
  /// former the more purchases there were. nil where the population has no mean: q ≤ 1 and no purchases.
  package func expectedValue(_ customer: CustomerValue) -> Double? {
    let x = Double(customer.history.repeats)
    let below = p * x + q - 1
    return below > 0 ? p * (v + x * max(0, customer.meanValue)) / below : nil
  }
}
