internal import Glibc

/// Gauss' hypergeometric series ₂F₁(a, b; c; z) for |z| < 1; nil where c is 0 or a negative whole number, or where the series
/// does not settle within a million terms.
func hypergeometric(_ a: Double, _ b: Double, _ c: Double, _ z: Double) -> Double? {
  guard abs(z) < 1, !(c <= 0 && c == c.rounded()) else { return nil }
  var (term, sum) = (1.0, 1.0)
  for step in 0..<1_000_000 {
    let n = Double(step)
    term *= (a + n) * (b + n) / ((c + n) * (n + 1)) * z
    sum += term
    if abs(term) <= abs(sum) * 1e-17 { return sum.isFinite ? sum : nil }
  }
  return nil
}

/// ln(exp(x) + exp(y)) without overflow.
func logSum(_ x: Double, _ y: Double) -> Double {
  let high = max(x, y)
  return high == -.infinity ? high : high + log1p(exp(min(x, y) - high))
}

/// ln(exp(x) − exp(y)) for x > y; −∞ where there is nothing left.
func logDifference(_ x: Double, _ y: Double) -> Double {
  x > y ? x + log1p(-exp(y - x)) : -.infinity
}
