/// The names of a model and of FEEL's functions that are more than one word; blanks between words count as one.
struct FEELNames: Sendable {
  /// The words of each name, longest name first.
  private let words: [[[Unicode.Scalar]]]

  init(_ names: some Sequence<String>) {
    let all = Set(names).union(Self.builtIn).filter { !Self.isWord($0) }
    words = all.map { name in name.split(whereSeparator: \.isWhitespace).map { Array($0.unicodeScalars) } }
      .filter { !$0.isEmpty }
      .sorted { left, right in
        let (first, second) = (left.joined().count + left.count, right.joined().count + right.count)
        return first != second
          ? first > second
          : left.lexicographicallyPrecedes(right) {
            String(String.UnicodeScalarView($0)) < String(String.UnicodeScalarView($1))
          }
      }
  }

  private static func isWord(_ name: String) -> Bool {
    var scanner = FormulaScanner(name)
    return scanner.word() != nil && scanner.isAtEnd && !keywords.contains(name)
  }

  private static let keywords: Set<String> = [
    "if", "then", "else", "for", "in", "return", "some", "every", "satisfies", "and", "or", "between", "instance",
    "function", "true", "false", "null",
  ]

  static let builtIn: Set<String> = [
    "date and time", "years and months duration", "days and time duration", "string length", "upper case",
    "lower case", "substring before", "substring after", "starts with", "ends with", "list contains",
    "distinct values", "index of", "insert before", "get value", "get entries", "day of year", "day of week",
    "month of year", "week of year", "round up", "round down", "round half up", "round half down", "met by",
    "overlaps before", "overlaps after", "finished by", "started by", "string join", "context put", "context merge",
    "list replace", "start included", "end included", "time offset", "start position", "grouping separator",
    "decimal separator",
  ]

  /// A name of several words that stands here.
  func known(_ scanner: inout FormulaScanner) -> String? {
    for name in words {
      let start = scanner.offset
      if matches(name, &scanner) {
        return name.map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
      }
      scanner.offset = start
    }
    return nil
  }

  private func matches(_ name: [[Unicode.Scalar]], _ scanner: inout FormulaScanner) -> Bool {
    for (index, word) in name.enumerated() {
      if index > 0 {
        guard scanner.next?.properties.isWhitespace == true else { return false }
        scanner.skipSpace()
      }
      guard scanner.offset + word.count <= scanner.scalars.count,
        scanner.scalars[scanner.offset..<scanner.offset + word.count].elementsEqual(word)
      else { return false }
      scanner.offset += word.count
    }
    guard let next = scanner.next, let last = name.last?.last else { return true }
    return !(FormulaScanner.isNamePart(next) && FormulaScanner.isNamePart(last))
  }

  /// A known name or one word.
  func name(_ scanner: inout FormulaScanner) -> String? { known(&scanner) ?? scanner.word() }

  /// The key of a context: all before the colon.
  func key(_ scanner: inout FormulaScanner) -> String? {
    let start = scanner.offset
    while let next = scanner.next, next != ":", next != ",", next != "}", next != "\n" { scanner.offset += 1 }
    let text = scanner.text(start..<scanner.offset).trimmed
    return text.isEmpty ? nil : text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }
}
