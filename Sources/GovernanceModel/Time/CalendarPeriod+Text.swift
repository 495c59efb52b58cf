extension CalendarPeriod {
  /// Reads `P1Y6M`, `P2W`, `P90D`, `PT72H`, `P1DT12H30M` (whole numbers, no sign) or `15 business days`; nil for else.
  public init?(text: some StringProtocol) {
    if let days = Self.businessDays(in: String(text)) {
      self.init(businessDays: days)
      return
    }
    var rest = Substring(text)
    guard rest.popFirst() == "P", !rest.isEmpty else { return nil }
    let halves = rest.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard let dates = Self.parts(halves[0], units: "YMWD"),
      let times = Self.parts(halves.dropFirst().first ?? "", units: "HMS"),
      halves.count == 1 || !times.isEmpty
    else { return nil }
    guard let months = Self.sum(dates, ["Y": 12, "M": 1]), let days = Self.sum(dates, ["W": 7, "D": 1]),
      let seconds = Self.sum(times, ["H": 3600, "M": 60, "S": 1]), months <= 120_000, days <= 3_660_000,
      seconds <= 316_224_000_000
    else { return nil }
    self.init(months: months, days: days, microseconds: Int64(seconds) * Instant.microsecondsPerSecond)
  }

  private static func businessDays(in text: String) -> Int? {
    let words = text.split(separator: " ")
    guard words.count == 3, words[1] == "business", words[2] == "days" || words[2] == "day", let count = Int(words[0]),
      (1...3660).contains(count)
    else { return nil }
    return count
  }

  /// Number and unit pairs in the order of `units`, each unit at most once.
  private static func parts(_ text: Substring, units: String) -> [(unit: Character, count: Int)]? {
    var (rest, left) = (text, Substring(units))
    var found: [(unit: Character, count: Int)] = []
    while !rest.isEmpty {
      let digits = rest.prefix { $0.isASCII && $0.isNumber }
      rest = rest.dropFirst(digits.count)
      guard let count = Int(digits), let unit = rest.popFirst(), let place = left.firstIndex(of: unit) else {
        return nil
      }
      left = left[left.index(after: place)...]
      found.append((unit, count))
    }
    return found
  }

  private static func sum(_ parts: [(unit: Character, count: Int)], _ weights: [Character: Int]) -> Int? {
    var total = 0
    for part in parts {
      guard let weight = weights[part.unit] else { continue }
      let (product, overflow) = part.count.multipliedReportingOverflow(by: weight)
      guard !overflow, product <= 1 << 50 else { return nil }
      total += product
    }
    return total
  }
}
