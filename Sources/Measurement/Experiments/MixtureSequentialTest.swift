internal import Glibc

/// The mixture sequential probability ratio test for two arms of a measured quantity with known variance (Johari,
/// Koomen, Pekelis and Walsh, "Always valid inference", Operations Research 70:3, 2022, equation 8).
package struct MixtureSequentialTest: Sendable, Equatable {
  /// How many times likelier the data are under the mixture of differences than under none.
  package let likelihoodRatio: Double

  /// min(1, 1 / ratio). Valid whenever one looks; of several looks the smallest counts.
  package var alwaysValidP: Double { min(1, 1 / likelihoodRatio) }

  /// - Parameters:
  ///   - difference: of the two means.
  ///   - control, treatment: the people in each arm so far. Two arms of unequal size tell as much as two equal ones of their
  ///     harmonic mean.
  ///   - variance: of one observation.
  ///   - tau2: the variance of the differences that are expected, around 0.
  /// - Returns: nil for what is no number, or not above 0.
  package init?(difference: Double, control: Int, treatment: Int, variance: Double, tau2: Double) {
    guard difference.isFinite, control > 0, treatment > 0, variance > 0, variance.isFinite, tau2 > 0, tau2.isFinite
    else { return nil }
    let (n, both) = (2 / (1 / Double(control) + 1 / Double(treatment)), 2 * variance)
    let whole = both + n * tau2
    let exponent = n * n * tau2 * difference * difference / (2 * both * whole)
    likelihoodRatio = min(exp(exponent) * (both / whole).squareRoot(), .greatestFiniteMagnitude)
  }
}
