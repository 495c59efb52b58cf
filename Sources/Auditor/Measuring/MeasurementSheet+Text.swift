internal import Measurement

extension MeasurementSheet {
  /// One line a figure: label, value, interval, counts, note.
  var text: String {
    let width = entries.reduce(0) { max($0, $1.label.count) }
    var lines = [heading]
    lines += entries.map { entry in
      let label = entry.label + String(repeating: " ", count: width - entry.label.count)
      return "  \(label)  \(Self.shown(entry))"
    }
    return (lines + tableText.map { "  " + $0 }).map { $0 + "\n" }.joined()
  }

  private var heading: String {
    var reasons = rejected.sorted { $0.key.rawValue < $1.key.rawValue }.map {
      "\(Self.grouped($0.value)) \($0.key.words)"
    }
    if unreadable > 0 { reasons.append("\(Self.grouped(unreadable)) unreadable") }
    let rest = reasons.isEmpty ? "" : "; left out: " + reasons.joined(separator: ", ")
    return "\(subject): \(Self.grouped(records)) \(records == 1 ? "record" : "records")\(rest)"
  }

  private static func shown(_ entry: Entry) -> String {
    if let words = entry.words { return words }
    guard let value = entry.value else { return "- (\(entry.note ?? "nothing to measure"))" }
    var parts = [number(value, entry.unit)]
    var details: [String] = []
    if let share = entry.share { details.append("\(grouped(share.count)) of \(grouped(share.of))") }
    if let interval = entry.interval {
      details.append("\(number(interval.low, entry.unit)) to \(number(interval.high, entry.unit))")
    }
    if let note = entry.note { details.append(note) }
    if !details.isEmpty { parts.append("(\(details.joined(separator: "; ")))") }
    return parts.joined(separator: " ")
  }

  static func number(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .plain: rounded(value, 2)
    case .percent: rounded(value * 100, 1) + " %"
    case .percentPoints: rounded(value * 100, 1) + " points"
    case .points: rounded(value, 1)
    case .days: rounded(value, 1) + " days"
    case .probability: value < 0.0001 ? "under 0.0001" : rounded(value, 4)
    case .count: grouped(Int(value.rounded(.up)))
    }
  }

  /// Digits in groups of three.
  static func grouped(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return (value < 0 ? "-" : "") + result
  }

  /// With so many digits behind the point; beyond 10¹⁵, where there are none, as Swift writes it.
  private static func rounded(_ value: Double, _ digits: Int) -> String {
    let scale = (0..<digits).reduce(1) { scale, _ in scale * 10 }
    guard value.isFinite, abs(value) < 1e15 else { return value.isInfinite ? "unbounded" : "\(value)" }
    let whole = Int((abs(value) * Double(scale)).rounded())
    let tail = String(whole % scale)
    let sign = value < 0 && whole > 0 ? "-" : ""
    return sign + grouped(whole / scale) + "." + String(repeating: "0", count: digits - tail.count) + tail
  }
}

extension Rejection.Reason {
  fileprivate var words: String {
    switch self {
    case .notANumber: "no number"
    case .negative: "negative"
    case .inFuture: "in the future"
    case .duplicate: "there twice"
    case .contradiction: "contradicting an earlier one"
    case .reversed: "ending before the start"
    case .offScale: "off the scale"
    }
  }
}
