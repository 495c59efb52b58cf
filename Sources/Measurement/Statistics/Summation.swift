extension Sequence<Double> {
  /// The sum with the rounding errors kept aside and added at the end (Neumaier 1974): a million amounts of money add up to
  /// the cent.
  func exactSum() -> Double {
    var (sum, rest) = (0.0, 0.0)
    for value in self {
      let next = sum + value
      rest += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
      sum = next
    }
    return sum.isFinite ? sum + rest : sum
  }
}
