internal import Glibc

/// Student's t distribution with `degrees` degrees of freedom, which need not be whole.
struct StudentDistribution {
  let degrees: Double

  /// P(|T| ≥ |t|).
  func twoSided(_ t: Double) -> Double {
    incompleteBeta(degrees / 2, 0.5, degrees / (degrees + t * t), rest: t * t / (degrees + t * t))
  }

  /// The t > 0 with P(|T| ≥ t) = `alpha`: Newton's steps from the normal quantile, held between bounds.
  func critical(alpha: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    while twoSided(high) > alpha, high < 1e12 { (low, high) = (high, high * 2) }
    for _ in 0..<200 where high - low > 1e-15 * high {
      let middle = (low + high) / 2
      if twoSided(middle) > alpha { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }
}

/// The regularised incomplete beta function I_x(a, b) (Press and others, "Numerical Recipes", 6.4).
///
/// `rest` is 1 − x, given apart so that nothing of it is lost where x is close to 1.
func incompleteBeta(_ a: Double, _ b: Double, _ x: Double, rest: Double) -> Double {
  if x <= 0 { return 0 }
  if rest <= 0 { return 1 }
  // The fraction converges fast on this side of the mean only.
  return x <= (a + 1) / (a + b + 2) ? betaFraction(a, b, x, rest) : 1 - betaFraction(b, a, rest, x)
}

private func betaFraction(_ a: Double, _ b: Double, _ x: Double, _ rest: Double) -> Double {
  let logX = x < 0.5 ? log(x) : log1p(-rest)
  let logRest = rest < 0.5 ? log(rest) : log1p(-x)
  let front = exp(a * logX + b * logRest - logBeta(a, b)) / a
  var fraction = ContinuedFraction(first: 1)
  for step in 0..<10_000 {
    let m = Double(step / 2)
    let numerator =
      step == 0
      ? 1
      : step % 2 == 0
        ? m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        : -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
    if abs(fraction.step(numerator, 1) - 1) < 1e-16 { break }
  }
  return front * (fraction.value - 1)
}
