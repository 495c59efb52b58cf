internal import GovernanceModel

/// A source line with the mark below the value: `^^^` at the main place, `---` at those that explain it.
struct Excerpt {
  private let place: Place
  private let isMain: Bool
  private let gutter: Int
  private let width: Int?

  init(_ place: Place, isMain: Bool, gutter: Int, width: Int?) {
    (self.place, self.isMain, self.gutter, self.width) = (place, isMain, gutter, width)
  }

  func lines(_ terminal: Terminal, note: String) -> [String] {
    let margin = String(repeating: " ", count: gutter)
    let number = String(place.span.line)
    let head =
      "\(margin) \(terminal.paint("┌─", .dim)) \(Terminal.safe(place.span.file)):\(number):\(place.span.column)"
    guard !place.excerpt.isEmpty else { return ["\(head)\(note)", "\(margin) = \(Terminal.safe(place.label))"] }
    let (before, value, after) = window()
    let bar = terminal.paint("│", .dim)
    let mark = String(repeating: isMain ? "^" : "-", count: max(1, Terminal.width(value)))
    let blank = String(repeating: " ", count: Terminal.width(before))
    let filled = String(repeating: " ", count: gutter - number.count) + number
    let room = width.map { $0 - gutter - 4 - blank.utf8.count - mark.utf8.count }
    let painted = terminal.paint(mark, isMain ? .grave : .calm)
    let label = Terminal.safe(place.label)
    var lines = ["\(head)\(note)", "\(filled) \(bar) \(before)\(value)\(after)"]
    if let room, Terminal.width(label) > room {
      // No room beside the mark: the words go below, from the margin.
      lines.append("\(margin) \(bar) \(blank)\(painted)")
      return lines + Terminal.wrapped(label, width.map { max(20, $0 - gutter - 3) }).map { "\(margin) \(bar) \($0)" }
    }
    return lines + ["\(margin) \(bar) \(blank)\(painted) \(label)"]
  }

  /// The line before, at and after the value, cut at both sides so that it fits; `…` stands for what was cut.
  private func window() -> (before: String, value: String, after: String) {
    let scalars = Array(Terminal.safe(place.excerpt).unicodeScalars)
    let start = min(max(0, place.span.column - 1), scalars.count)
    let end = min(scalars.count, start + place.span.length)
    let (before, value) = (text(scalars[..<start]), text(scalars[start..<end]))
    let after = text(scalars[end...])
    guard let width else { return (before, value, after) }
    let room = max(20, width - gutter - 3)
    guard Terminal.width(before) + Terminal.width(value) + Terminal.width(after) > room else {
      return (before, value, after)
    }
    let shown = text(Array(value.unicodeScalars).prefix(room))
    let left = max(0, room - Terminal.width(shown))
    let leading = Terminal.width(before) <= left / 2 ? before : cutFront(before, to: left / 2)
    let rest = max(0, left - Terminal.width(leading))
    return (leading, shown, Terminal.width(after) <= rest ? after : cutBack(after, to: rest))
  }

  private func cutFront(_ text: String, to columns: Int) -> String {
    columns == 0 ? "" : "…" + self.text(Array(text.unicodeScalars).suffix(columns - 1))
  }

  private func cutBack(_ text: String, to columns: Int) -> String {
    columns == 0 ? "" : self.text(Array(text.unicodeScalars).prefix(columns - 1)) + "…"
  }

  private func text(_ scalars: some Sequence<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }
}
