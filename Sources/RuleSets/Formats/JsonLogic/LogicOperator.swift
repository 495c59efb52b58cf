/// The operators of JsonLogic: those of the original implementation and of the community's proposals, and flagd's own.
///
/// Sources: jsonlogic.com/operations.html, the suites of json-logic/compat-tables, flagd.dev "Custom operations".
enum LogicOperator: String, CaseIterable {
  case variable = "var"
  case value = "val"
  case exists, missing
  case missingSome = "missing_some"
  case choose = "if"
  case ternary = "?:"
  case and, or
  case coalesce = "??"
  case not = "!"
  case truth = "!!"
  case equal = "=="
  case strictlyEqual = "==="
  case unequal = "!="
  case strictlyUnequal = "!=="
  case less = "<"
  case atMost = "<="
  case greater = ">"
  case atLeast = ">="
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
  case remainder = "%"
  case maximum = "max"
  case minimum = "min"
  case map, filter, reduce, all, some, none, merge
  case contained = "in"
  case concatenate = "cat"
  case substring = "substr"
  case length, log, preserve
  case attempt = "try"
  case fail = "throw"
  // flagd
  case fractional
  case fractionalEvaluation
  case semanticVersion = "sem_ver"
  case startsWith = "starts_with"
  case endsWith = "ends_with"

  var isOfFlagd: Bool {
    switch self {
    case .fractional, .fractionalEvaluation, .semanticVersion, .startsWith, .endsWith: true
    default: false
    }
  }

  /// The argument after the first is evaluated on the elements of a list.
  var isIteration: Bool {
    switch self {
    case .map, .filter, .reduce, .all, .some, .none: true
    default: false
    }
  }
}
