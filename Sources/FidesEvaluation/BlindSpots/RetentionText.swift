internal import GovernanceModel

/// `retention_period` of a declaration, which fideslang leaves to free text.
enum RetentionText {
  /// Nil for a period that can be checked: ISO 8601, or a number of days, weeks, months or years.
  static func verdict(of text: String) -> Verdict? {
    let words = text.lowercased().split { $0 == " " || $0 == "_" }
    if CalendarPeriod(text: text) != nil || isPlain(words) { return nil }
    let endless = [
      "forever", "indefinitely", "indefinite", "unlimited", "permanent", "permanently", "never", "infinite",
    ]
    return words.contains { endless.contains(String($0)) }
      ? .violation(.keptTooLong) : .unverifiable(.unreadableValue)
  }

  private static func isPlain(_ words: [Substring]) -> Bool {
    guard words.count == 2, Int(words[0]) ?? 0 > 0 else { return false }
    return ["day", "days", "week", "weeks", "month", "months", "year", "years"].contains(String(words[1]))
  }
}
