extension Diagnostic {
  /// The diagnostic as a person reads it, without a line break at the end:
  ///
  /// ```
  /// error: a control has no key `sevrity`
  ///    ┌─ policies/own.yaml:14:5
  /// 14 │     sevrity: high
  ///    │     ^^^^^^^
  ///    = help: did you mean `severity`?
  /// ```
  ///
  /// Tabs become blanks, control characters `·`, and a wide line is cut to 160 columns around the caret.
  public func rendered(color: Bool) -> String {
    let paint = Paint(isOn: color)
    var lines = [paint.level(level, level.rawValue) + paint.bold(": \(printable(message))")]
    let number = span.map { String($0.line) } ?? ""
    let margin = String(repeating: " ", count: number.unicodeScalars.count)
    if let span {
      lines.append("\(margin) \(paint.frame("┌─")) \(printable(span.description))")
      if let excerpt, !excerpt.isEmpty {
        let window = ExcerptWindow(excerpt, column: span.column, length: span.length)
        lines.append("\(paint.frame("\(number) │")) \(window.text)")
        lines.append("\(margin) \(paint.frame("│")) \(window.indent)\(paint.level(level, window.carets))")
      }
    }
    if let help { lines.append("\(margin) \(paint.frame("=")) help: \(printable(help))") }
    return lines.joined(separator: "\n")
  }
}

extension InputError {
  /// Every diagnostic, with a blank line between two.
  public func rendered(color: Bool) -> String {
    diagnostics.map { $0.rendered(color: color) }.joined(separator: "\n\n")
  }
}

/// The part of a line that an excerpt shows, and where its carets stand.
struct ExcerptWindow {
  static let width = 160

  let text: String
  let indent: String
  let carets: String

  /// - Parameter column: counted from one, in Unicode scalars; beyond the line, the caret stands behind its end.
  init(_ line: String, column: Int, length: Int) {
    let scalars = Array(line.unicodeScalars)
    let first = min(max(column, 1) - 1, scalars.count)
    let count = max(1, min(length, scalars.count - first))
    let needsCut = scalars.count > Self.width
    let start = needsCut ? max(0, min(first - 40, scalars.count - Self.width + 2)) : 0
    let end = min(scalars.count, start + Self.width - 2)
    let shown = needsCut ? scalars[start..<max(start, end)] : scalars[...]
    let head = start > 0 ? "…" : ""
    text = head + printable(shown) + (needsCut && end < scalars.count ? "…" : "")
    indent = String(repeating: " ", count: first - start + (start > 0 ? 1 : 0))
    carets = String(repeating: "^", count: needsCut ? max(1, min(count, end - first)) : count)
  }
}

/// One column a scalar, so that carets stay below what they point at, and no text of a file steers the terminal.
private func printable(_ scalars: some Sequence<Unicode.Scalar>) -> String {
  var text = String.UnicodeScalarView()
  for scalar in scalars {
    let isControl = scalar.value < 32 || (127..<160).contains(scalar.value)
    text.append(scalar == "\t" ? " " : isControl || scalar.properties.isBidiControl ? "·" : scalar)
  }
  return String(text)
}

private func printable(_ text: String) -> String { printable(text.unicodeScalars) }

/// Terminal colours, or none.
private struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { wrap(text, "1") }
  func frame(_ text: String) -> String { wrap(text, "34") }
  func level(_ level: Diagnostic.Level, _ text: String) -> String {
    switch level {
    case .error: wrap(text, "1;31")
    case .warning: wrap(text, "1;33")
    case .note: wrap(text, "1;36")
    }
  }

  private func wrap(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }
}
