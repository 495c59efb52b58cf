internal import GovernanceModel
internal import Predicates

/// A formula as a condition: when it is certainly true, and when it is certainly false. Where neither holds the engine
/// fails or gives null, and a row does not fire.
struct FormulaCondition: Sendable {
  var yes: Predicate
  var no: Predicate

  static let never = FormulaCondition(yes: .constant(false), no: .constant(false))

  static func constant(_ truth: Bool) -> FormulaCondition {
    FormulaCondition(yes: .constant(truth), no: .constant(!truth))
  }

  /// A condition that is false wherever it is not true.
  static func twoValued(_ yes: Predicate) -> FormulaCondition {
    FormulaCondition(yes: yes, no: .not(.isTrue(yes)))
  }

  /// A comparison whose negation holds where the attribute is known.
  static func known(_ yes: Predicate) -> FormulaCondition { FormulaCondition(yes: yes, no: .not(yes)) }

  var negated: FormulaCondition { FormulaCondition(yes: no, no: yes) }

  /// The nodes of both predicates: what is inlined again and again must stay small.
  var size: Int {
    var count = 0
    yes.forEachPart { _ in count += 1 }
    no.forEachPart { _ in count += 1 }
    return count
  }
}

/// What a formula stands for in a condition.
indirect enum FormulaOperand: Sendable {
  case attribute(AttributePath)
  case constant(FormulaValue)
  /// A value that depends on a condition; at most one applies.
  case alternatives([(when: Predicate, value: FormulaOperand)])
  /// A truth value that is asked for, not compared.
  case condition(FormulaCondition)
  /// What a condition cannot say, with the attributes that it is made of.
  case opaque(String, reads: [AttributePath])
}

/// How a language compares.
enum FormulaDialect: Sendable {
  /// Strict about types: an operand of the wrong type makes the test fail.
  case zen
  /// Three-valued.
  case feel
}
