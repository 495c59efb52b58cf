/// Parses the expression language of GoRules (ZEN, MIT): the standard form of outputs and expression nodes, and the
/// unary form of the cells of a table.
struct ZENParser {
  private var scanner: FormulaScanner
  /// In a unary test `$` is the value of the column.
  private let isUnary: Bool

  private init(_ text: String, isUnary: Bool) {
    scanner = FormulaScanner(text)
    self.isUnary = isUnary
  }

  static func expression(_ text: String) throws(FormulaFault) -> Formula {
    var parser = ZENParser(text, isUnary: false)
    let formula = try parser.conditional()
    try parser.finish()
    return formula
  }

  /// Tests joined by `,` (or), `or` and `and`, from left to right.
  static func unaryTest(_ text: String) throws(FormulaFault) -> Formula {
    var parser = ZENParser(text, isUnary: true)
    var formula = try parser.pair()
    while true {
      if parser.scanner.accept(",") || parser.scanner.acceptWord("or") {
        formula = .binary(.or, formula, try parser.pair())
      } else if parser.scanner.acceptWord("and") {
        formula = .binary(.and, formula, try parser.pair())
      } else {
        break
      }
    }
    try parser.finish()
    return formula
  }

  private mutating func finish() throws(FormulaFault) {
    scanner.skipSpace()
    if !scanner.isAtEnd { throw scanner.fault("expected the end of the expression") }
  }

  /// One test: `< 5`, `'a'`, `[1..5]`, or a condition that stands for itself.
  private mutating func pair() throws(FormulaFault) -> Formula {
    if let comparison = comparisonOperator() {
      return .binary(comparison, .subject, try binary(atLeast: 30))
    }
    let test = try conditional(aboveLogic: true)
    return switch test.unaryBehaviour {
    case .asBoolean: .call(.name("bool", at: 0), [.init(value: test)])
    case .equal: .binary(.equal, .subject, test)
    case .isIn: .binary(.isIn, .subject, test)
    }
  }

  private mutating func comparisonOperator() -> Formula.Operator? {
    for (symbol, operation) in Self.comparisons where scanner.accept(symbol) { return operation }
    let start = scanner.offset
    if scanner.acceptWord("not"), scanner.acceptWord("in") { return .isNotIn }
    scanner.offset = start
    return scanner.acceptWord("in") ? .isIn : nil
  }

  private static let comparisons: [(String, Formula.Operator)] = [
    ("==", .equal), ("!=", .notEqual), ("<=", .atMost), (">=", .atLeast), ("<", .less), (">", .greater),
  ]

  /// `condition ? a : b`, or what stands before the question mark.
  private mutating func conditional(aboveLogic: Bool = false) throws(FormulaFault) -> Formula {
    try scanner.enter()
    defer { scanner.leave() }
    let condition = try binary(atLeast: aboveLogic ? 16 : 0)
    scanner.skipSpace()
    guard scanner.next == "?", scanner.peek(1) != "?" else { return condition }
    scanner.offset += 1
    let yes = try conditional()
    try scanner.expect(":")
    return .conditional(condition, yes, try conditional())
  }

  /// Operators of the table of precedences of ZEN.
  private mutating func binary(atLeast minimum: Int) throws(FormulaFault) -> Formula {
    try scanner.enter()
    defer { scanner.leave() }
    var left = try prefixed()
    while let (operation, precedence) = binaryOperator(atLeast: minimum) {
      let right = try binary(atLeast: operation == .power ? precedence : precedence + 1)
      left = .binary(operation, left, right)
    }
    return left
  }

  private mutating func binaryOperator(atLeast minimum: Int) -> (Formula.Operator, Int)? {
    let start = scanner.offset
    if let found = anyBinaryOperator(), found.1 >= minimum { return found }
    scanner.offset = start
    return nil
  }

  private mutating func anyBinaryOperator() -> (Formula.Operator, Int)? {
    if scanner.acceptWord("or") || scanner.accept("||") { return (.or, 10) }
    if scanner.acceptWord("and") || scanner.accept("&&") { return (.and, 15) }
    if let comparison = comparisonOperator() { return (comparison, 20) }
    if scanner.accept("??") { return (.otherwise, 80) }
    for (symbol, operation, precedence) in Self.arithmetic where scanner.accept(symbol) {
      return (operation, precedence)
    }
    return nil
  }

  private static let arithmetic: [(String, Formula.Operator, Int)] = [
    ("+", .add, 30), ("-", .subtract, 30), ("*", .multiply, 60), ("/", .divide, 60), ("%", .remainder, 60),
    ("^", .power, 70),
  ]

  private mutating func prefixed() throws(FormulaFault) -> Formula {
    try scanner.enter()
    defer { scanner.leave() }
    if scanner.acceptWord("not") || scanner.accept("!") { return .not(try binary(atLeast: 50)) }
    if scanner.accept("-") { return .negated(try binary(atLeast: 200)) }
    if scanner.accept("+") { return try binary(atLeast: 200) }
    return try postfixed(try primary())
  }

  private mutating func primary() throws(FormulaFault) -> Formula {
    scanner.skipSpace()
    guard let next = scanner.next else { throw scanner.fault("expected a value") }
    switch next {
    case "\"", "'":
      scanner.offset += 1
      return .literal(.text(try scanner.quoted(until: next)))
    case "`":
      scanner.offset += 1
      return try template()
    case "(", "[", "]": return try bracketed(next)
    case "{": return try object()
    case "#":
      scanner.offset += 1
      return .element
    default: break
    }
    if let number = scanner.number() { return .literal(.number(number)) }
    let start = scanner.offset
    guard let word = scanner.word(also: ["$"]) else { throw scanner.fault("expected a value") }
    return Self.constant(word) ?? (isUnary && word == "$" ? .subject : .name(word, at: start))
  }

  private static func constant(_ word: String) -> Formula? {
    switch word {
    case "true": .literal(.boolean(true))
    case "false": .literal(.boolean(false))
    case "null": .literal(.null)
    case "$root": .root
    default: nil
    }
  }

  /// `(a)`, `[a, b]` and the intervals `[a..b]`, `(a..b)`, `]a..b[`.
  private mutating func bracketed(_ open: Unicode.Scalar) throws(FormulaFault) -> Formula {
    scanner.offset += 1
    if open == "[", scanner.accept("]") { return .list([]) }
    let first = try conditional()
    if scanner.accept("..") {
      let last = try conditional()
      let includesUpper = scanner.accept("]")
      if !includesUpper, !scanner.accept(")"), !scanner.accept("[") { throw scanner.fault("expected `]` or `)`") }
      return .range(first, last, includesLower: open == "[", includesUpper: includesUpper)
    }
    if open == "(" {
      try scanner.expect(")")
      return first
    }
    var elements = [first]
    while scanner.accept(",") { elements.append(try conditional()) }
    try scanner.expect("]")
    return .list(elements)
  }

  private mutating func object() throws(FormulaFault) -> Formula {
    scanner.offset += 1
    var entries: [Formula.Entry] = []
    while !scanner.accept("}") {
      if !entries.isEmpty {
        try scanner.expect(",")
        if scanner.accept("}") { break }
      }
      scanner.skipSpace()
      let key: Formula
      if scanner.accept("[") {
        key = try conditional()
        try scanner.expect("]")
      } else if let quote = scanner.next, quote == "'" || quote == "\"" {
        scanner.offset += 1
        key = .literal(.text(try scanner.quoted(until: quote)))
      } else if let word = scanner.word(also: ["$"]) {
        key = .literal(.text(word))
      } else {
        throw scanner.fault("expected a key")
      }
      try scanner.expect(":")
      entries.append(.init(key: key, value: try conditional()))
    }
    return .context(entries)
  }

  /// The parts of a template are joined as texts.
  private mutating func template() throws(FormulaFault) -> Formula {
    var (formula, text): (Formula?, String) = (nil, "")
    func joined(_ part: Formula) -> Formula { formula.map { .binary(.add, $0, part) } ?? part }
    while let scalar = scanner.next {
      scanner.offset += 1
      if scalar == "`" { return joined(.literal(.text(text))) }
      guard scalar == "$", scanner.next == "{" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      scanner.offset += 1
      formula = joined(.literal(.text(text)))
      text = ""
      let part = try conditional()
      try scanner.expect("}")
      formula = joined(.call(.name("string", at: 0), [.init(value: part)]))
    }
    throw scanner.fault("the template is not closed; expected a back quote")
  }

  private mutating func postfixed(_ base: Formula) throws(FormulaFault) -> Formula {
    var formula = base
    while true {
      if scanner.next == ".", scanner.peek(1) != "." {
        scanner.offset += 1
        guard let name = scanner.word(also: ["$"]) else { throw scanner.fault("expected a name after the dot") }
        formula = .member(formula, name)
      } else if scanner.next == "[" {
        scanner.offset += 1
        formula = try subscripted(formula)
      } else if scanner.next == "(" {
        scanner.offset += 1
        formula = .call(formula, try arguments())
      } else {
        return formula
      }
    }
  }

  private mutating func subscripted(_ base: Formula) throws(FormulaFault) -> Formula {
    let end = Formula.literal(.null)
    if scanner.accept(":") {
      let upper = try conditional()
      try scanner.expect("]")
      return .slice(base, .literal(.number(.zero)), upper)
    }
    let index = try conditional()
    if scanner.accept(":") {
      let upper = scanner.accept("]") ? nil : try conditional()
      if upper != nil { try scanner.expect("]") }
      return .slice(base, index, upper ?? end)
    }
    try scanner.expect("]")
    if case .literal(.text(let name)) = index { return .member(base, name) }
    return .item(base, index)
  }

  private mutating func arguments() throws(FormulaFault) -> [Formula.Argument] {
    var arguments: [Formula.Argument] = []
    while !scanner.accept(")") {
      if !arguments.isEmpty { try scanner.expect(",") }
      arguments.append(.init(value: try conditional()))
    }
    return arguments
  }
}

extension Formula {
  fileprivate enum UnaryBehaviour: Equatable { case equal, isIn, asBoolean }

  /// What a test without an operator means (the unary parser of ZEN): a value is compared, a condition is asked.
  fileprivate var unaryBehaviour: UnaryBehaviour {
    switch self {
    case .list, .slice, .range: return .isIn
    case .element: return .asBoolean
    case .not(let part), .negated(let part): return part.unaryBehaviour
    case .conditional(_, let yes, let no):
      return yes.unaryBehaviour == no.unaryBehaviour ? yes.unaryBehaviour : .equal
    case .binary(let operation, let left, let right):
      switch operation {
      case .add, .subtract, .multiply, .divide, .remainder, .power:
        return left.unaryBehaviour == right.unaryBehaviour ? left.unaryBehaviour : .equal
      default: return .asBoolean
      }
    case .call(.name(let name, _), _): return ZENFunctions.behaviour[name] ?? .equal
    default: return .equal
    }
  }
}

extension ZENFunctions {
  fileprivate static let behaviour: [String: Formula.UnaryBehaviour] = [
    "contains": .asBoolean, "startsWith": .asBoolean, "endsWith": .asBoolean, "matches": .asBoolean,
    "isNumeric": .asBoolean, "some": .asBoolean, "all": .asBoolean, "none": .asBoolean, "one": .asBoolean,
    "flatten": .isIn, "merge": .isIn, "mergeDeep": .isIn, "extract": .isIn, "split": .isIn, "keys": .isIn,
    "values": .isIn, "filter": .isIn, "map": .isIn, "flatMap": .isIn,
  ]
}
