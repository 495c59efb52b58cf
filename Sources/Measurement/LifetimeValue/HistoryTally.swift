internal import Glibc

/// Equal histories counted once: a likelihood is a sum over customers, many of whom are alike.
struct HistoryTally {
  let entries: [(history: PurchaseHistory, count: Double)]
  let largestRepeats: Int
  /// The unit in which times are neither large nor small; 1 where nobody was watched for any time.
  let largestAge: Double

  init(_ histories: [PurchaseHistory]) {
    var counts: [PurchaseHistory: Int] = [:]
    for history in histories { counts[history, default: 0] += 1 }
    entries = counts.sorted {
      ($0.key.repeats, $0.key.recency, $0.key.age) < ($1.key.repeats, $1.key.recency, $1.key.age)
    }.map { ($0.key, Double($0.value)) }
    largestRepeats = entries.last?.history.repeats ?? 0
    let age = entries.reduce(0) { max($0, $1.history.age) }
    largestAge = age > 0 ? age : 1
  }

  /// ln Γ(start + x) − ln Γ(start) for x from 0 to the largest number of repeats: sums of logarithms, made once for all
  /// customers.
  func risingLogs(from start: Double) -> [Double] {
    var result = [0.0]
    result.reserveCapacity(largestRepeats + 1)
    for step in 0..<largestRepeats { result.append(result[step] + log(start + Double(step))) }
    return result
  }
}
