internal import GovernanceModel

/// The footer of a TZif file: a POSIX `TZ` text such as `CET-1CEST,M3.5.0,M10.5.0/3` (RFC 8536, section 3.3.1).
struct PosixZone {
  private struct Change {
    enum Day {
      /// Week `week` (5: the last) of `month`, `weekday` 0 for Sunday.
      case weekday(month: Int, week: Int, weekday: Int)
      /// Day 1 to 365, 29 February never counted.
      case julian(Int)
      /// Day 0 to 365.
      case ordinal(Int)
    }
    var day: Day
    /// Seconds after local midnight; may be negative or beyond a day.
    var seconds = 7200
  }

  /// Seconds east of UTC.
  private let standard: Int
  private var daylight: (offset: Int, begin: Change, end: Change)?

  init?(_ text: String) {
    var scanner = Scanner(text)
    guard scanner.name(), let west = scanner.duration() else { return nil }
    standard = -west
    guard !scanner.isAtEnd else { return }
    guard scanner.name() else { return nil }
    var offset = standard + 3600
    if scanner.next != UInt8(ascii: ","), let west = scanner.duration() { offset = -west }
    guard scanner.take(","), let begin = scanner.change(), scanner.take(","), let end = scanner.change(),
      scanner.isAtEnd
    else { return nil }
    daylight = (offset, begin, end)
  }

  /// The changes after an instant, to the end of 2100.
  func transitions(after instant: Instant) -> [ZoneRules.Transition] {
    guard let daylight else { return [] }
    let first = instant == .distantPast ? 1970 : instant.date.year
    guard first <= 2100 else { return [] }
    var found: [ZoneRules.Transition] = []
    for year in first...2100 {
      found.append(Self.transition(daylight.begin, year, from: standard, to: daylight.offset))
      found.append(Self.transition(daylight.end, year, from: daylight.offset, to: standard))
    }
    found.sort { $0.at < $1.at }
    return found.filter { $0.at > instant }
  }

  private static func transition(_ change: Change, _ year: Int, from old: Int, to new: Int) -> ZoneRules.Transition {
    let seconds = day(change.day, in: year) * 86_400 + change.seconds - old
    return ZoneRules.Transition(
      at: Instant(microseconds: Int64(seconds) * Instant.microsecondsPerSecond), offsetSeconds: new)
  }

  /// Days since 1970-01-01.
  private static func day(_ day: Change.Day, in year: Int) -> Int {
    func days(_ month: Int) -> Int { CivilDate(year: year, month: month, day: 1)?.daysSinceEpoch ?? 0 }
    switch day {
    case .weekday(let month, let week, let weekday):
      let first = days(month)
      let firstWeekday = CivilDate(daysSinceEpoch: first).weekday % 7
      let found = first + (weekday - firstWeekday + 7) % 7 + (week - 1) * 7
      return found - first < CivilDate.daysIn(month: month, of: year) ? found : found - 7
    case .julian(let number): return days(1) + number - 1 + (CivilDate.isLeap(year) && number >= 60 ? 1 : 0)
    case .ordinal(let number): return days(1) + number
    }
  }

  private struct Scanner {
    private var rest: ArraySlice<UInt8>

    init(_ text: String) { rest = Array(text.utf8)[...] }

    var isAtEnd: Bool { rest.isEmpty }
    var next: UInt8? { rest.first }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: character) else { return false }
      rest = rest.dropFirst()
      return true
    }

    /// Letters, or anything between `<` and `>`.
    mutating func name() -> Bool {
      if take("<") {
        rest = rest.drop { $0 != UInt8(ascii: ">") }
        return take(">")
      }
      let count = rest.count
      rest = rest.drop { (65...90).contains($0) || (97...122).contains($0) }
      return count - rest.count >= 3
    }

    mutating func number() -> Int? {
      let digits = rest.prefix { (48...57).contains($0) }
      guard !digits.isEmpty, digits.count <= 4 else { return nil }
      rest = rest.dropFirst(digits.count)
      return digits.reduce(0) { $0 * 10 + Int($1 - 48) }
    }

    /// `[+-]hh[:mm[:ss]]` in seconds.
    mutating func duration() -> Int? {
      let isNegative = take("-")
      if !isNegative { _ = take("+") }
      guard let hours = number(), hours <= 167 else { return nil }
      var seconds = hours * 3600
      if take(":") {
        guard let minutes = number() else { return nil }
        seconds += minutes * 60
        if take(":") {
          guard let rest = number() else { return nil }
          seconds += rest
        }
      }
      return isNegative ? -seconds : seconds
    }

    mutating func change() -> Change? {
      guard let day = day() else { return nil }
      guard take("/") else { return Change(day: day) }
      return duration().map { Change(day: day, seconds: $0) }
    }

    private mutating func day() -> Change.Day? {
      if take("J") { return number().flatMap { (1...365).contains($0) ? .julian($0) : nil } }
      guard take("M") else { return number().flatMap { $0 <= 365 ? .ordinal($0) : nil } }
      guard let month = number(), (1...12).contains(month), take("."), let week = number(), (1...5).contains(week),
        take("."), let weekday = number(), weekday <= 6
      else { return nil }
      return .weekday(month: month, week: week, weekday: weekday)
    }
  }
}
