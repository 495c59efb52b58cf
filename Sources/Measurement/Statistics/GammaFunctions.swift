internal import Glibc

/// The natural logarithm of Γ(x), for x > 0.
func logGamma(_ x: Double) -> Double { lgamma(x) }

/// ln B(a, b) = ln Γ(a) + ln Γ(b) − ln Γ(a + b), without their cancelling each other where one is large (Didonato and Morris,
/// ACM TOMS 18:3, 1992).
func logBeta(_ a: Double, _ b: Double) -> Double {
  let (small, large) = (min(a, b), max(a, b))
  guard large >= 10 else { return logGamma(small) + logGamma(large) - logGamma(small + large) }
  let share = log1p(-small / (small + large))
  let correction = stirlingRest(large) - stirlingRest(small + large)
  guard small >= 10 else {
    return logGamma(small) + correction + small - small * log(small + large) + (large - 0.5) * share
  }
  return 0.5 * log(2 * Double.pi / large) + stirlingRest(small) + correction
    + (small - 0.5) * log(small / (small + large)) + large * share
}

/// ln Γ(x) less Stirling's (x − ½) ln x − x + ½ ln 2π, for x of at least 10.
private func stirlingRest(_ x: Double) -> Double {
  let terms = [1 / 12.0, -1 / 360.0, 1 / 1260.0, -1 / 1680.0, 1 / 1188.0, -691 / 360_360.0, 1 / 156.0]
  let square = x * x
  return terms.reversed().reduce(0) { $0 / square + $1 } / x
}

/// The χ² distribution with `degrees` degrees of freedom.
enum ChiSquaredDistribution {
  /// P(X ≥ x).
  static func above(_ x: Double, degrees: Int) -> Double {
    x <= 0 ? 1 : upperIncompleteGamma(Double(degrees) / 2, x / 2)
  }

  /// Q(a, x) = Γ(a, x) / Γ(a): a series below a + 1, else a continued fraction (Press and others, "Numerical Recipes", 6.2).
  private static func upperIncompleteGamma(_ a: Double, _ x: Double) -> Double {
    let front = exp(a * log(x) - x - logGamma(a))
    guard x >= a + 1 else {
      var (term, sum, n) = (1 / a, 1 / a, a)
      while term > sum * 1e-17 {
        n += 1
        term *= x / n
        sum += term
      }
      return 1 - front * sum
    }
    var b = x + 1 - a
    var fraction = ContinuedFraction(first: b)
    for step in 1..<10_000 {
      b += 2
      let factor = fraction.step(-Double(step) * (Double(step) - a), b)
      if abs(factor - 1) < 1e-16 { break }
    }
    return front / fraction.value
  }
}

/// b0 + a1 / (b1 + a2 / (b2 + ...)) by Lentz's method as Thompson and Barnett changed it.
struct ContinuedFraction {
  private(set) var value: Double
  private var c: Double
  private var d = 0.0
  private static let tiny = 1e-300

  init(first: Double) {
    value = abs(first) < Self.tiny ? Self.tiny : first
    c = value
  }

  /// Takes one more pair; returns the factor by which the value grew.
  mutating func step(_ a: Double, _ b: Double) -> Double {
    d = b + a * d
    c = b + a / c
    if abs(d) < Self.tiny { d = Self.tiny }
    if abs(c) < Self.tiny { c = Self.tiny }
    d = 1 / d
    value *= c * d
    return c * d
  }
}
