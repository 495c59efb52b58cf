/// Parses FEEL (DMN 1.5, 10.3.1): expressions and unary tests. Names may hold blanks and operators, so the parser is told
/// the names that occur in the model; the longest that fits is taken.
struct FEELParser {
  private var scanner: FormulaScanner
  private let names: FEELNames

  private init(_ text: String, _ names: FEELNames) {
    scanner = FormulaScanner(text)
    self.names = names
  }

  static func expression(_ text: String, names: FEELNames) throws(FormulaFault) -> Formula {
    var parser = FEELParser(text, names)
    let formula = try parser.expression()
    try parser.finish()
    return formula
  }

  /// The tests of one cell, joined by "or"; `-` and nothing are ``Formula/anything``.
  static func unaryTests(_ text: String, names: FEELNames) throws(FormulaFault) -> Formula {
    var parser = FEELParser(text, names)
    let tests = try parser.cell()
    try parser.finish()
    return tests
  }

  /// A list of tests or values, as `inputValues` and `outputValues` hold it.
  static func list(_ text: String, names: FEELNames) throws(FormulaFault) -> [Formula] {
    var parser = FEELParser(text, names)
    let tests = try parser.tests()
    try parser.finish()
    return tests
  }

  private mutating func finish() throws(FormulaFault) {
    scanner.skipSpace()
    if !scanner.isAtEnd { throw scanner.fault("expected the end of the expression") }
  }

  // MARK: - Unary tests

  private mutating func cell() throws(FormulaFault) -> Formula {
    scanner.skipSpace()
    if scanner.isAtEnd { return .anything }
    let start = scanner.offset
    if scanner.accept("-") {
      scanner.skipSpace()
      if scanner.isAtEnd { return .anything }
      scanner.offset = start
    }
    if scanner.acceptWord("not"), scanner.accept("(") {
      let tests = try tests()
      try scanner.expect(")")
      scanner.skipSpace()
      if scanner.isAtEnd { return .tests(.subject, [.noneOf(tests)]) }
    }
    scanner.offset = start
    return .tests(.subject, try tests())
  }

  private mutating func tests() throws(FormulaFault) -> [Formula] {
    var tests = [try test()]
    while scanner.accept(",") { tests.append(try test()) }
    return tests
  }

  private mutating func test() throws(FormulaFault) -> Formula {
    if let comparison = comparisonOperator() { return .comparison(comparison, try additive()) }
    return try expression()
  }

  private mutating func comparisonOperator() -> Formula.Operator? {
    for (symbol, operation) in Self.comparisons where scanner.accept(symbol) { return operation }
    return nil
  }

  private static let comparisons: [(String, Formula.Operator)] = [
    ("!=", .notEqual), ("<=", .atMost), (">=", .atLeast), ("<", .less), (">", .greater), ("=", .equal),
  ]

  // MARK: - Expressions

  private mutating func expression() throws(FormulaFault) -> Formula {
    try scanner.enter()
    defer { scanner.leave() }
    return try disjunction()
  }

  private mutating func disjunction() throws(FormulaFault) -> Formula {
    var left = try conjunction()
    while scanner.acceptWord("or") { left = .binary(.or, left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(FormulaFault) -> Formula {
    var left = try comparison()
    while scanner.acceptWord("and") { left = .binary(.and, left, try comparison()) }
    return left
  }

  private mutating func comparison() throws(FormulaFault) -> Formula {
    var left = try additive()
    while true {
      if let operation = comparisonOperator() {
        left = .binary(operation, left, try additive())
      } else if scanner.acceptWord("between") {
        let lower = try additive()
        try scanner.expectWord("and")
        let upper = try additive()
        left = .binary(.and, .binary(.atLeast, left, lower), .binary(.atMost, left, upper))
      } else if scanner.acceptWord("instance") {
        try scanner.expectWord("of")
        left = .instance(left, of: try type())
      } else if scanner.acceptWord("in") {
        left = .tests(left, try membership())
      } else {
        return left
      }
    }
  }

  /// After `in`: one test, or several in parentheses.
  private mutating func membership() throws(FormulaFault) -> [Formula] {
    let start = scanner.offset
    if scanner.accept("("), let tests = try? tests(), scanner.accept(")") { return tests }
    scanner.offset = start
    if let comparison = comparisonOperator() { return [.comparison(comparison, try additive())] }
    return [try additive()]
  }

  private mutating func additive() throws(FormulaFault) -> Formula {
    var left = try multiplicative()
    while true {
      if scanner.accept("+") {
        left = .binary(.add, left, try multiplicative())
      } else if scanner.accept("-") {
        left = .binary(.subtract, left, try multiplicative())
      } else {
        return left
      }
    }
  }

  private mutating func multiplicative() throws(FormulaFault) -> Formula {
    var left = try power()
    while true {
      scanner.skipSpace()
      if !scanner.follows("**"), scanner.accept("*") {
        left = .binary(.multiply, left, try power())
      } else if scanner.accept("/") {
        left = .binary(.divide, left, try power())
      } else {
        return left
      }
    }
  }

  private mutating func power() throws(FormulaFault) -> Formula {
    var left = try prefixed()
    while scanner.accept("**") { left = .binary(.power, left, try prefixed()) }
    return left
  }

  private mutating func prefixed() throws(FormulaFault) -> Formula {
    if scanner.accept("-") {
      try scanner.enter()
      defer { scanner.leave() }
      return .negated(try prefixed())
    }
    return try postfixed(try primary())
  }

  private mutating func postfixed(_ base: Formula) throws(FormulaFault) -> Formula {
    var formula = base
    while true {
      scanner.skipSpace()
      if scanner.next == ".", scanner.peek(1) != "." {
        scanner.offset += 1
        scanner.skipSpace()
        guard let name = names.name(&scanner) else { throw scanner.fault("expected a name after the dot") }
        formula = .member(formula, name)
      } else if scanner.next == "[", !endsRange {
        scanner.offset += 1
        let index = try expression()
        try scanner.expect("]")
        formula = .item(formula, index)
      } else if scanner.accept("(") {
        formula = .call(formula, try arguments())
      } else {
        return formula
      }
    }
  }

  /// A bracket that nothing follows closes a range: `]1..5[`.
  private var endsRange: Bool {
    var ahead = scanner
    ahead.offset += 1
    ahead.skipSpace()
    return ahead.isAtEnd || ahead.next == "," || ahead.next == ")"
  }

  private mutating func arguments() throws(FormulaFault) -> [Formula.Argument] {
    var arguments: [Formula.Argument] = []
    while !scanner.accept(")") {
      if !arguments.isEmpty { try scanner.expect(",") }
      scanner.skipSpace()
      let start = scanner.offset
      if let name = names.name(&scanner), scanner.accept(":") {
        arguments.append(.init(name: name, value: try expression()))
      } else {
        scanner.offset = start
        arguments.append(.init(value: try expression()))
      }
    }
    return arguments
  }

  private mutating func primary() throws(FormulaFault) -> Formula {
    scanner.skipSpace()
    guard let next = scanner.next else { throw scanner.fault("expected a value") }
    switch next {
    case "\"":
      scanner.offset += 1
      return .literal(.text(try scanner.quoted(until: "\"")))
    case "@":
      scanner.offset += 1
      try scanner.expect("\"")
      return .literal(FEELTemporal.literal(try scanner.quoted(until: "\"")))
    case "?":
      scanner.offset += 1
      return .subject
    case "(", "[", "]": return try bracketed(next)
    case "{": return try context()
    default: break
    }
    if let number = scanner.number() { return .literal(.number(number)) }
    let start = scanner.offset
    if let name = names.known(&scanner) { return .name(name, at: start) }
    guard let word = scanner.word() else { throw scanner.fault("expected a value") }
    switch word {
    case "true": return .literal(.boolean(true))
    case "false": return .literal(.boolean(false))
    case "null": return .literal(.null)
    case "if": return try conditional()
    case "for", "some", "every": return try iteration(word)
    case "function": return try function()
    default: return .name(word, at: start)
    }
  }

  /// `(a)`, `[a, b]`, and the ranges `[a..b]`, `(a..b)`, `]a..b[`.
  private mutating func bracketed(_ open: Unicode.Scalar) throws(FormulaFault) -> Formula {
    scanner.offset += 1
    if open == "[", scanner.accept("]") { return .list([]) }
    if open == "(", let comparison = comparisonOperator() {
      // A range with one end: `(< 5)`.
      let end = try additive()
      try scanner.expect(")")
      return Self.halfRange(comparison, end)
    }
    let first = try listElement()
    if scanner.accept("..") {
      let last = try expression()
      let includesUpper = scanner.accept("]")
      if !includesUpper, !scanner.accept(")"), !scanner.accept("[") { throw scanner.fault("expected `]` or `)`") }
      return .range(first, last, includesLower: open == "[", includesUpper: includesUpper)
    }
    if open == "(" {
      try scanner.expect(")")
      return first
    }
    var elements = [first]
    while scanner.accept(",") { elements.append(try listElement()) }
    try scanner.expect("]")
    return .list(elements)
  }

  private mutating func listElement() throws(FormulaFault) -> Formula {
    if let comparison = comparisonOperator() { return Self.halfRange(comparison, try additive()) }
    return try expression()
  }

  private static func halfRange(_ comparison: Formula.Operator, _ end: Formula) -> Formula {
    let none = Formula.literal(.null)
    return switch comparison {
    case .less, .atMost: .range(none, end, includesLower: false, includesUpper: comparison == .atMost)
    case .greater, .atLeast: .range(end, none, includesLower: comparison == .atLeast, includesUpper: false)
    default: .range(end, end, includesLower: true, includesUpper: true)
    }
  }

  private mutating func context() throws(FormulaFault) -> Formula {
    scanner.offset += 1
    var entries: [Formula.Entry] = []
    while !scanner.accept("}") {
      if !entries.isEmpty { try scanner.expect(",") }
      scanner.skipSpace()
      let key: String
      if scanner.accept("\"") {
        key = try scanner.quoted(until: "\"")
      } else if let name = names.key(&scanner) {
        key = name
      } else {
        throw scanner.fault("expected a key")
      }
      try scanner.expect(":")
      entries.append(.init(key: .literal(.text(key)), value: try expression()))
    }
    return .context(entries)
  }

  private mutating func conditional() throws(FormulaFault) -> Formula {
    let condition = try expression()
    try scanner.expectWord("then")
    let yes = try expression()
    try scanner.expectWord("else")
    return .conditional(condition, yes, try expression())
  }

  private mutating func iteration(_ word: String) throws(FormulaFault) -> Formula {
    var bindings: [Formula.Binding] = []
    repeat {
      scanner.skipSpace()
      guard let name = names.name(&scanner) else { throw scanner.fault("expected the name of a variable") }
      try scanner.expectWord("in")
      let source = try expression()
      bindings.append(.init(name: name, source: source, end: scanner.accept("..") ? try expression() : nil))
    } while scanner.accept(",")
    try scanner.expectWord(word == "for" ? "return" : "satisfies")
    return .iteration(Formula.Iteration(rawValue: word) ?? .forEach, bindings, try expression())
  }

  private mutating func function() throws(FormulaFault) -> Formula {
    try scanner.expect("(")
    var parameters: [String] = []
    while !scanner.accept(")") {
      if !parameters.isEmpty { try scanner.expect(",") }
      scanner.skipSpace()
      guard let name = names.name(&scanner) else { throw scanner.fault("expected the name of a parameter") }
      parameters.append(name)
      if scanner.accept(":") { _ = try type() }
    }
    if scanner.acceptWord("external") { throw scanner.fault("a function in another language") }
    return .function(parameters: parameters, body: try expression())
  }

  /// The name of a type, its parameters as written.
  private mutating func type() throws(FormulaFault) -> String {
    scanner.skipSpace()
    guard var name = names.name(&scanner) else { throw scanner.fault("expected the name of a type") }
    while scanner.accept(".") { name += "." + (names.name(&scanner) ?? "") }
    if scanner.accept("<") {
      name += "<"
      while !scanner.accept(">") {
        if scanner.accept(",") { name += "," }
        if let key = names.name(&scanner), scanner.accept(":") { name += key + ":" } else { name += " " }
        name += try type()
      }
      name += ">"
    }
    if scanner.accept("->") { name += "->" + (try type()) }
    return name
  }
}
