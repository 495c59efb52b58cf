package import GovernanceModel

/// Covers what looks personal in a line that is shown, whatever a parser made of it.
extension PersonalLiteral {
  /// As many `•` as the word has scalars, so that columns stay what they are.
  package static func masked(_ text: String) -> String {
    guard mayHoldOne(text) else { return text }
    var scalars = Array(text.unicodeScalars)
    var start = 0
    while start < scalars.count {
      guard let end = personalEnd(scalars, from: start) else {
        start = nextStart(scalars, after: start)
        continue
      }
      for index in start..<end { scalars[index] = "•" }
      start = end
    }
    return written(scalars[...])
  }

  /// Where a personal word that starts here ends: at a separator, or for a telephone number where its digits end.
  private static func personalEnd(_ scalars: [Unicode.Scalar], from start: Int) -> Int? {
    let word = scalars[start...].prefix { !isSeparator($0) }
    if word.isEmpty { return nil }
    if isPersonal(word) { return word.endIndex }
    let trimmed = word.prefix(upTo: (word.lastIndex { !":.?!".unicodeScalars.contains($0) } ?? start) + 1)
    if isPersonal(trimmed) { return trimmed.endIndex }
    guard word.first == "+" || word.starts(with: "00".unicodeScalars) else { return nil }
    var number = scalars[start...].prefix { "+0123456789 -./()".unicodeScalars.contains($0) }
    while let last = number.last {
      if ("0"..."9").contains(last), isPersonal(number) { return number.endIndex }
      number = number.dropLast()
    }
    return nil
  }

  private static func nextStart(_ scalars: [Unicode.Scalar], after start: Int) -> Int {
    let rest = scalars[start...].drop { !isSeparator($0) }.drop { isSeparator($0) }
    return rest.isEmpty ? scalars.count : rest.startIndex
  }

  private static func isSeparator(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isWhitespace || "\"'`[]{}(),;<>=|&".unicodeScalars.contains(scalar)
  }

  private static func isPersonal(_ word: ArraySlice<Unicode.Scalar>) -> Bool {
    isPersonal(written(word))
  }

  private static func written(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    return String(view)
  }

  /// Every kind has an `@` or at least four digits; most lines have neither.
  private static func mayHoldOne(_ text: String) -> Bool {
    var digits = 0
    for byte in text.utf8 {
      if byte == UInt8(ascii: "@") { return true }
      if byte &- 48 < 10 { digits += 1 }
    }
    return digits >= 4
  }
}
