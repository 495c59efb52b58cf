/// A formula of a decision table, in FEEL (DMN 1.5, chapter 10) or in ZEN (GoRules): both parse to this.
indirect enum Formula: Hashable, Sendable {
  enum Operator: String, Hashable, Sendable {
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
    case remainder = "%"
    case power = "**"
    case equal = "="
    case notEqual = "!="
    case less = "<"
    case atMost = "<="
    case greater = ">"
    case atLeast = ">="
    case and
    case or
    case isIn = "in"
    case isNotIn = "not in"
    case otherwise = "??"
  }

  case literal(FormulaValue)
  /// An identifier and its place: the number of Unicode scalars before it.
  case name(String, at: Int)
  /// The value under test: `?` in FEEL, `$` in a unary test of ZEN.
  case subject
  /// The whole context: `$` (ZEN, outside unary tests), `$root`.
  case root
  /// The element that a closure of ZEN visits: `#`.
  case element
  case member(Formula, String)
  /// `a[b]`: an index, and in FEEL a filter.
  case item(Formula, Formula)
  case slice(Formula, Formula, Formula)
  case negated(Formula)
  case not(Formula)
  case binary(Operator, Formula, Formula)
  case conditional(Formula, Formula, Formula)
  case range(Formula, Formula, includesLower: Bool, includesUpper: Bool)
  case list([Formula])
  case context([Entry])
  case call(Formula, [Argument])
  /// `for`, `some` and `every` of FEEL.
  case iteration(Iteration, [Binding], Formula)
  case function(parameters: [String], body: Formula)
  case instance(Formula, of: String)
  /// `x in (tests)`, and a cell of a table: true where one of the tests holds for the value.
  case tests(Formula, [Formula])
  /// A unary test that compares the value under test: `< 5`.
  case comparison(Operator, Formula)
  /// `not(tests)` of FEEL.
  case noneOf([Formula])
  /// `-`: every value passes.
  case anything

  struct Entry: Hashable, Sendable {
    var key: Formula
    var value: Formula
  }
  struct Argument: Hashable, Sendable {
    var name: String?
    var value: Formula
  }
  struct Binding: Hashable, Sendable {
    var name: String
    var source: Formula
    /// The end of `for x in 1..n`.
    var end: Formula?
  }
  enum Iteration: String, Hashable, Sendable {
    case forEach = "for"
    case some
    case every
  }
}

/// Where a formula cannot be read: a place in its text and what was expected there, without any value of it.
struct FormulaFault: Error, Hashable {
  /// The number of Unicode scalars before the place.
  var offset: Int
  var message: String
}

/// An attribute that a formula reads: a dotted path and its place.
struct FormulaRead: Hashable, Sendable {
  var path: String
  /// Unicode scalars before the name.
  var offset: Int
}

extension Formula {
  /// What the formula reads from outside, in the order of its text; names that the formula itself binds are none.
  func reads(bound: Set<String> = []) -> [FormulaRead] {
    switch self {
    case .name(let name, let offset): return bound.contains(name) ? [] : [FormulaRead(path: name, offset: offset)]
    case .literal, .subject, .root, .element, .anything: return []
    case .member(let base, _):
      // `$.a`, `#.a` and members of what is calculated are no attributes of their own.
      if let path = path { return bound.contains(path.path.prefixBeforeDot) ? [] : [path] }
      return base.reads(bound: bound)
    case .item(let base, let index):
      // Inside a filter a name may be a member of the elements: it is read as one.
      guard case .literal = index else {
        let inside = index.reads(bound: bound)
        let outer = base.reads(bound: bound)
        guard let list = outer.last else { return outer + inside }
        return outer + inside.map { FormulaRead(path: list.path + "." + $0.path, offset: $0.offset) }
      }
      return base.reads(bound: bound)
    case .context(let entries):
      var (found, bound): ([FormulaRead], Set<String>) = ([], bound)
      for entry in entries {
        found += entry.value.reads(bound: bound)
        if case .literal(.text(let key)) = entry.key { bound.insert(key) }
      }
      return found
    case .call(let function, let arguments):
      // A closure of ZEN visits the elements of its first argument: `#.a` is read below it.
      let inside = arguments.flatMap { $0.value.reads(bound: bound) }
      if case .name = function { return inside + arguments.elementReads }
      return function.reads(bound: bound) + inside
    case .iteration(_, let bindings, let body):
      var (found, bound): ([FormulaRead], Set<String>) = ([], bound)
      for binding in bindings {
        found += binding.source.reads(bound: bound) + (binding.end?.reads(bound: bound) ?? [])
        bound.insert(binding.name)
      }
      return found + body.reads(bound: bound.union(["partial"]))
    case .function(let parameters, let body): return body.reads(bound: bound.union(parameters))
    default: return children.flatMap { $0.reads(bound: bound) }
    }
  }

  /// The parts of what has no names of its own.
  private var children: [Formula] {
    switch self {
    case .slice(let base, let lower, let upper): [base, lower, upper]
    case .negated(let part), .not(let part), .instance(let part, _), .comparison(_, let part): [part]
    case .binary(_, let left, let right): [left, right]
    case .conditional(let condition, let yes, let no): [condition, yes, no]
    case .range(let lower, let upper, _, _): [lower, upper]
    case .list(let parts), .noneOf(let parts): parts
    case .tests(let value, let parts): [value] + parts
    default: []
    }
  }

  /// `a.b.c` where `a` is a name, or below the root.
  var path: FormulaRead? {
    switch self {
    case .name(let name, let offset): FormulaRead(path: name, offset: offset)
    case .member(.root, let key): FormulaRead(path: key, offset: 0)
    case .member(let base, let key):
      base.path.map { FormulaRead(path: $0.path + "." + key, offset: $0.offset) }
    default: nil
    }
  }

  /// Whether the value under test occurs, in a place that belongs to this test.
  var usesSubject: Bool {
    switch self {
    case .subject: true
    case .member(let base, _): base.usesSubject
    case .item(let base, let index): base.usesSubject || index.usesSubject
    case .call(let function, let arguments):
      function.usesSubject || arguments.contains { $0.value.usesSubject }
    case .context(let entries): entries.contains { $0.value.usesSubject }
    case .iteration(_, let bindings, let body):
      body.usesSubject || bindings.contains { $0.source.usesSubject || $0.end?.usesSubject == true }
    case .function(_, let body): body.usesSubject
    default: children.contains(where: \.usesSubject)
    }
  }
}

extension [Formula.Argument] {
  /// `map(items, #.price)` reads `items.price`.
  fileprivate var elementReads: [FormulaRead] {
    guard count == 2, let list = self[0].value.path else { return [] }
    return self[1].value.elementMembers.map { FormulaRead(path: list.path + "." + $0, offset: list.offset) }
  }
}

extension Formula {
  fileprivate var elementMembers: [String] {
    switch self {
    case .member(.element, let key): [key]
    case .member(let base, _): base.elementMembers
    case .call(_, let arguments): arguments.flatMap(\.value.elementMembers)
    case .item(let base, let index): base.elementMembers + index.elementMembers
    default: children.flatMap(\.elementMembers)
    }
  }
}

extension String {
  fileprivate var prefixBeforeDot: String { String(prefix { $0 != "." }) }
}

extension Formula {
  /// Visits every text that stands in the formula.
  func forEachLiteral(_ body: (String) -> Void) {
    switch self {
    case .literal(.text(let text)): body(text)
    case .member(let base, _): base.forEachLiteral(body)
    case .item(let base, let index):
      base.forEachLiteral(body)
      index.forEachLiteral(body)
    case .context(let entries): for entry in entries { entry.value.forEachLiteral(body) }
    case .call(let function, let arguments):
      function.forEachLiteral(body)
      for argument in arguments { argument.value.forEachLiteral(body) }
    case .iteration(_, let bindings, let inner):
      for binding in bindings { binding.source.forEachLiteral(body) }
      inner.forEachLiteral(body)
    case .function(_, let inner): inner.forEachLiteral(body)
    default: for child in children { child.forEachLiteral(body) }
    }
  }
}
