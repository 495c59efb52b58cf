/// Minimises a function of several numbers without its gradient (Nelder and Mead, Computer Journal 7:4, 1965; coefficients
/// that suit the dimension by Gao and Han, Computational Optimization and Applications 51:1, 2012).
///
/// Starts anew around each result until a start brings nothing more: a simplex can fold up short of the minimum.
struct NelderMead {
  private let function: ([Double]) -> Double
  private var corners: [(point: [Double], value: Double)] = []
  private let (expansion, contraction, shrinkage): (Double, Double, Double)

  /// A function's value of infinity stands for "not allowed here".
  init(_ function: @escaping ([Double]) -> Double, dimensions: Int) {
    let n = Double(max(dimensions, 2))
    self.function = {
      let value = function($0)
      return value.isNaN ? .infinity : value
    }
    (expansion, contraction, shrinkage) = (1 + 2 / n, 0.75 - 1 / (2 * n), 1 - 1 / n)
  }

  /// The best point found; nil when there is none with a finite value, or the search did not come to rest.
  static func minimise(from start: [Double], _ function: @escaping ([Double]) -> Double) -> [Double]? {
    var search = NelderMead(function, dimensions: start.count)
    var best = (point: start, value: Double.infinity)
    for attempt in 0..<20 {
      guard let found = search.descend(from: best.point, size: attempt == 0 ? 0.5 : 0.05) else { return nil }
      let gain = best.value - found.value
      if found.value < best.value { best = found }
      if gain <= 1e-13 * (1 + abs(best.value)) { return best.value.isFinite ? best.point : nil }
    }
    return nil
  }

  /// The logarithms of positive parameters, in units in which they are neither large nor small, that minimise a negative log
  /// likelihood; nil where one of them runs away to nothing or beyond all bounds: the data do not determine it.
  static func likeliest(from start: [Double], _ function: @escaping ([Double]) -> Double) -> [Double]? {
    let bounded = minimise(from: start) { point in
      point.allSatisfy { abs($0) < 20 } ? function(point) : .infinity
    }
    return bounded.flatMap { point in point.allSatisfy { abs($0) < 12 } ? point : nil }
  }

  /// One descent; nil when it did not come to rest.
  private mutating func descend(from start: [Double], size: Double) -> (point: [Double], value: Double)? {
    corners = [(start, function(start))]
    for axis in start.indices {
      var point = start
      point[axis] += size
      corners.append((point, function(point)))
    }
    for _ in 0..<(2_000 * start.count) {
      corners.sort { $0.value < $1.value }
      if isAtRest { return corners[0] }
      step()
    }
    return nil
  }

  private var isAtRest: Bool {
    guard let best = corners.first, let worst = corners.last else { return true }
    let width = corners.reduce(0) { widest, corner in
      zip(corner.point, best.point).reduce(widest) { max($0, abs($1.0 - $1.1)) }
    }
    return width < 1e-9 || (worst.value - best.value <= 1e-15 * abs(best.value) && width < 1e-6)
  }

  private mutating func step() {
    let last = corners.count - 1
    let centre = corners[0].point.indices.map { axis in
      corners.prefix(last).reduce(0) { $0 + $1.point[axis] } / Double(last)
    }
    let mirrored = probe(centre, 1)
    if mirrored.value < corners[0].value {
      let further = probe(centre, expansion)
      corners[last] = further.value < mirrored.value ? further : mirrored
    } else if mirrored.value < corners[last - 1].value {
      corners[last] = mirrored
    } else {
      let nearer = probe(centre, mirrored.value < corners[last].value ? contraction : -contraction)
      if nearer.value < min(mirrored.value, corners[last].value) { corners[last] = nearer } else { shrink() }
    }
  }

  /// The point `factor` times as far behind the centre as the worst corner lies before it.
  private func probe(_ centre: [Double], _ factor: Double) -> (point: [Double], value: Double) {
    let worst = corners[corners.count - 1].point
    let point = zip(centre, worst).map { $0 + factor * ($0 - $1) }
    return (point, function(point))
  }

  private mutating func shrink() {
    let best = corners[0].point
    for corner in corners.indices.dropFirst() {
      let point = zip(best, corners[corner].point).map { $0 + shrinkage * ($1 - $0) }
      corners[corner] = (point, function(point))
    }
  }
}
