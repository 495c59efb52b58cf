extension TwoProportions {
  /// Fisher's exact test, two-sided: the probability of all tables with these margins that are no likelier than this one.
  ///
  /// Tables are weighed one against the next, p(k + 1) / p(k), from the likeliest on, so that nothing is lost to rounding in
  /// logarithms; equal is what differs by less than one in ten million, as in R.
  package var fisher: Double {
    let (draws, marked) = (treatment.of, treatment.count + control.count)
    let rest = control.of - marked
    let support = max(0, draws - control.of - treatment.of + marked)...min(draws, marked)
    let mode = Int(Double(draws + 1) * Double(marked + 1) / Double(draws + control.of + 2))
    let start = min(max(mode, support.lowerBound), support.upperBound)
    var weights = [Double](repeating: 0, count: support.count)
    weights[start - support.lowerBound] = 1
    for k in stride(from: start, to: support.upperBound, by: 1) {
      let ratio = Double(marked - k) * Double(draws - k) / (Double(k + 1) * Double(rest + k + 1 + treatment.of - draws))
      weights[k + 1 - support.lowerBound] = weights[k - support.lowerBound] * ratio
    }
    for k in stride(from: start, to: support.lowerBound, by: -1) {
      let ratio = Double(k) * Double(rest + k + treatment.of - draws) / (Double(marked - k + 1) * Double(draws - k + 1))
      weights[k - 1 - support.lowerBound] = weights[k - support.lowerBound] * ratio
    }
    let bar = weights[treatment.count - support.lowerBound] * (1 + 1e-7)
    return min(1, weights.filter { $0 <= bar }.exactSum() / weights.exactSum())
  }
}
