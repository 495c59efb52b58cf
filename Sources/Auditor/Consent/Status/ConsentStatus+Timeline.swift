internal import ConsentHistory
internal import GovernanceModel

/// A course of states drawn on a line of characters: events above it, the instant of the question below.
struct Timeline {
  private let course: [ConsentStatus.Course]
  private let events: [ConsentEvent]
  private let at: Moment
  private let start: Int64
  private let end: Int64
  private let width: Int

  /// - Parameter width: columns of the whole drawing, its dates included.
  init(_ course: [ConsentStatus.Course], events: [ConsentEvent], at: Moment, width: Int) {
    (self.course, self.events, self.at) = (course, events, at)
    let instants = course.map(\.from) + events.map(\.at.start) + [at.start]
    let known = instants.filter { $0 > .distantPast && $0 < .distantFuture }.map(\.microseconds)
    let (first, last) = (known.min() ?? 0, known.max() ?? 0)
    let margin = max((last - first) / 20, Instant.microsecondsPerDay)
    (start, end) = (first - margin, last + margin)
    // Eleven columns of date and blank on either side.
    self.width = min(max(width - 22, 10), 120)
  }

  /// Numbers of events, states, the question.
  func lines(_ paint: Paint) -> [String] {
    let indent = String(repeating: " ", count: 11)
    let dates = (Instant(microseconds: start).date, Instant(microseconds: end).date)
    let (label, place) = ("\(at)", column(at.start))
    let fitsBehind = place + label.count + 2 <= width + 11
    let question =
      fitsBehind
      ? String(repeating: " ", count: place) + "▲ \(label)"
      : String(repeating: " ", count: max(place - label.count - 1, 0)) + "\(label) ▲"
    let drawing = ["\(dates.0) \(states(paint)) \(dates.1)", indent + question]
    return events.isEmpty ? drawing : [trimmed(indent + numbers)] + drawing
  }

  private func column(_ instant: Instant) -> Int {
    let share = Double(instant.microseconds - start) / Double(end - start)
    return min(max(Int(share * Double(width)), 0), width - 1)
  }

  /// Each number over its event; one that finds no room is left to the list.
  private var numbers: String {
    var cells = [Character](repeating: " ", count: width + 3)
    for (index, event) in events.enumerated() {
      let (text, place) = (Array("\(index + 1)"), column(event.at.start))
      let around = max(place - 1, 0)..<min(place + text.count + 1, cells.count)
      guard cells[around].allSatisfy({ $0 == " " }) else { continue }
      for (offset, digit) in text.enumerated() { cells[place + offset] = digit }
    }
    return String(cells)
  }

  private func trimmed(_ line: String) -> String {
    String(line.reversed().drop { $0 == " " }.reversed())
  }

  private func states(_ paint: Paint) -> String {
    var runs: [(text: String, code: String?)] = []
    for column in 0..<width {
      let share = (Double(column) + 0.5) / Double(width)
      let cell = cell(at: Instant(microseconds: start + Int64(share * Double(end - start))))
      if runs.last?.code == cell.code, !runs.isEmpty {
        runs[runs.count - 1].text += cell.text
      } else {
        runs.append(cell)
      }
    }
    return runs.map { run in run.code.map { paint.styled(run.text, $0) } ?? run.text }.joined()
  }

  /// A character and its colour; before the first event nothing is known.
  private func cell(at instant: Instant) -> (text: String, code: String?) {
    switch course.last(where: { $0.from <= instant })?.state {
    case .valid?: ("█", "32")
    case .unverifiable?: ("▒", "33")
    case .invalid?: ("░", "31")
    case nil: ("·", nil)
    }
  }
}
