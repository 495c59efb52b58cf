internal import GovernanceModel

/// Colours, widths and words for text that people read in a terminal.
struct Terminal {
  enum Tone: String {
    case grave = "1;31"
    case warning = "33"
    case calm = "36"
    case good = "32"
    case dim = "2"
    case strong = "1"
  }

  let colour: Bool

  func paint(_ text: String, _ tone: Tone) -> String {
    colour && !text.isEmpty ? "\u{1B}[\(tone.rawValue)m\(text)\u{1B}[0m" : text
  }

  func tone(of severity: Severity) -> Tone {
    switch severity {
    case .critical, .high: .grave
    case .medium: .warning
    case .low, .info: .calm
    }
  }

  /// One line without what could move the cursor, colour, hide or reorder text: line breaks and tabs become blanks, other
  /// control characters and bidirectional controls U+FFFD.
  static func safe(_ text: String) -> String {
    var line = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0x9, 0xA, 0xD, 0x2028, 0x2029: line.append(" ")
      case 0..<0x20, 0x7F..<0xA0, 0x200E, 0x200F, 0x202A...0x202E, 0x2066...0x2069: line.append("\u{FFFD}")
      default: line.append(scalar)
      }
    }
    return String(line)
  }

  /// Columns that a text takes: 0 for marks that combine, 2 for wide East Asian characters and emoji (UAX #11).
  static func width(_ text: some StringProtocol) -> Int { text.unicodeScalars.reduce(0) { $0 + width($1) } }

  private static func width(_ scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0..<0x300: 1
    case 0x1100...0x115F, 0x2E80...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60,
      0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      2
    default:
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark, .format: 0
      default: 1
      }
    }
  }

  static func padded(_ text: String, _ columns: Int) -> String {
    text + String(repeating: " ", count: max(0, columns - width(text)))
  }

  /// `1,586,310`.
  static func grouped(_ number: Int) -> String {
    var digits = Array(String(number.magnitude))
    var at = digits.count - 3
    while at > 0 {
      digits.insert(",", at: at)
      at -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// `1 rule`, `7 rules`.
  static func counted(_ number: Int, _ noun: String, plural: String? = nil) -> String {
    "\(grouped(number)) \(number == 1 ? noun : plural ?? noun + "s")"
  }

  /// Words on lines of at most `columns`; a word that is longer has a line of its own.
  static func wrapped(_ text: String, _ columns: Int?) -> [String] {
    guard let columns, width(text) > columns else { return [text] }
    var lines = [""]
    for word in text.split(separator: " ") {
      let last = lines[lines.count - 1]
      if last.isEmpty {
        lines[lines.count - 1] = String(word)
      } else if width(last) + 1 + width(word) <= columns {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
