// The innermost loops of fitting and recommending: a product and a sum for every pair of items of every user.

// INVARIANT: the items of a matrix are from 0 and below its `itemCount`, as its two initialisers' callers see to. With as
// many sums as items, which is checked once, no place among the sums needs a check.

extension Interactions {
  /// Adds the weights of some positions, times a factor, to the sums of their items, one for each item.
  func add(_ positions: Range<Int>, times factor: Double, to sums: inout [Double]) {
    precondition(sums.count == itemCount)
    let (items, weights) = (items.span.extracting(positions), weights.span.extracting(positions))
    var sums = sums.mutableSpan
    for place in 0..<items.count {
      unsafe sums[unchecked: Int(items[unchecked: place])] += factor * weights[unchecked: place]
    }
  }

  /// As above; items whose sum was 0 are noted.
  func add(_ positions: Range<Int>, times factor: Double, to sums: inout [Double], noting touched: inout [Int32]) {
    precondition(sums.count == itemCount)
    let (items, weights) = (items.span.extracting(positions), weights.span.extracting(positions))
    var sums = sums.mutableSpan
    for place in 0..<items.count {
      let item = unsafe items[unchecked: place]
      if unsafe sums[unchecked: Int(item)] == 0 { touched.append(item) }
      unsafe sums[unchecked: Int(item)] += factor * weights[unchecked: place]
    }
  }
}
