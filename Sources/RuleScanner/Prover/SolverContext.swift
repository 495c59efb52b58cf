internal import CZ3

/// A formula or a number of the solver; good until ``SolverContext/release(to:)``.
struct Term: Hashable {
  fileprivate let index: Int
  /// The two that every context has.
  static let yes = Term(index: 0)
  static let no = Term(index: 1)
}

/// Whether somebody can meet what was asserted.
package enum Satisfiability: Sendable { case satisfiable, unsatisfiable, unknown }

/// One Z3 context with one simple solver (`Z3_mk_simple_solver`: a full one costs a hundred times as much a query).
///
/// It owns its handles: every term is referenced once while it is in `terms`. It is bounded by `rlimit`, a count of steps
/// and no time, so that the same input always gives the same answer. Errors of Z3 do not end the process; they make
/// ``check()`` answer `unknown`.
// SAFETY: the pointers are made in `init` or by Z3 from terms of the same context, are never handed out, and live until
// `deinit` or `release(to:)`, which forgets them.
@safe struct SolverContext: ~Copyable {
  private let context: OpaquePointer
  private var solver: OpaquePointer
  private let booleans: OpaquePointer
  private let integers: OpaquePointer
  private var terms: [OpaquePointer] = unsafe []
  private var model: OpaquePointer?
  private var depth = 0

  /// Steps that a check may take.
  static let mostSteps: UInt32 = 4_000_000

  init?() {
    guard let configuration = unsafe Z3_mk_config() else { return nil }
    let made = unsafe Z3_mk_context_rc(configuration)
    unsafe Z3_del_config(configuration)
    guard let context = unsafe made else { return nil }
    unsafe self.context = unsafe context
    unsafe Z3_set_error_handler(context) { _, _ in }
    unsafe booleans = unsafe Z3_mk_bool_sort(context)
    unsafe Z3_inc_ref(context, Z3_sort_to_ast(context, booleans))
    unsafe integers = unsafe Z3_mk_int_sort(context)
    unsafe Z3_inc_ref(context, Z3_sort_to_ast(context, integers))
    unsafe solver = Self.makeSolver(context)
    _ = unsafe keep(Z3_mk_true(context))
    _ = unsafe keep(Z3_mk_false(context))
  }

  deinit {
    if let model = unsafe model { unsafe Z3_model_dec_ref(context, model) }
    for index in (unsafe terms.indices) { unsafe Z3_dec_ref(context, terms[index]) }
    unsafe Z3_solver_dec_ref(context, solver)
    unsafe Z3_dec_ref(context, Z3_sort_to_ast(context, integers))
    unsafe Z3_dec_ref(context, Z3_sort_to_ast(context, booleans))
    unsafe Z3_del_context(context)
  }

  private static func makeSolver(_ context: OpaquePointer) -> OpaquePointer {
    let solver: OpaquePointer = unsafe Z3_mk_simple_solver(context)
    unsafe Z3_solver_inc_ref(context, solver)
    let parameters = unsafe Z3_mk_params(context)
    unsafe Z3_params_inc_ref(context, parameters)
    unsafe Z3_params_set_uint(context, parameters, Z3_mk_string_symbol(context, "rlimit"), mostSteps)
    unsafe Z3_solver_set_params(context, solver, parameters)
    unsafe Z3_params_dec_ref(context, parameters)
    return unsafe solver
  }

  private mutating func keep(_ made: OpaquePointer?) -> Term {
    guard let made = unsafe made else { return .no }
    unsafe Z3_inc_ref(context, made)
    unsafe terms.append(made)
    return Term(index: unsafe terms.count - 1)
  }

  // MARK: Asking

  mutating func push() {
    unsafe Z3_solver_push(context, solver)
    depth += 1
  }

  mutating func pop() {
    unsafe Z3_solver_pop(context, solver, 1)
    depth -= 1
  }

  mutating func assert(_ term: Term) {
    if term != .yes { unsafe Z3_solver_assert(context, solver, terms[term.index]) }
  }

  /// Can what was asserted hold, with all of `assumptions`? After `satisfiable` the model can be read.
  mutating func check(_ assumptions: [Term] = []) -> Satisfiability {
    if unsafe Z3_get_error_code(context) != Z3_OK { return .unknown }
    let asked = unsafe assumptions.map { unsafe Optional(terms[$0.index]) }
    let answer = unsafe Z3_solver_check_assumptions(context, solver, UInt32(asked.count), asked)
    dropModel()
    switch answer {
    case Z3_L_TRUE:
      guard let found = unsafe Z3_solver_get_model(context, solver) else { return .unknown }
      unsafe Z3_model_inc_ref(context, found)
      unsafe model = found
      return .satisfiable
    case Z3_L_FALSE: return .unsatisfiable
    default: return .unknown
    }
  }

  /// Those of the assumptions of the last check that contradict each other; not minimal.
  func core(of assumptions: [Term]) -> [Term] {
    guard let vector = unsafe Z3_solver_get_unsat_core(context, solver) else { return assumptions }
    unsafe Z3_ast_vector_inc_ref(context, vector)
    defer { unsafe Z3_ast_vector_dec_ref(context, vector) }
    var found: Set<OpaquePointer?> = unsafe []
    for index in 0..<(unsafe Z3_ast_vector_size(context, vector)) {
      unsafe found.insert(Z3_ast_vector_get(context, vector, index))
    }
    return assumptions.filter { unsafe found.contains(terms[$0.index]) }
  }

  private mutating func dropModel() {
    if let old = unsafe model { unsafe Z3_model_dec_ref(context, old) }
    unsafe model = nil
  }

  /// What the model says of a number, where it is open zero.
  func number(_ term: Term) -> Int64 {
    guard let model = unsafe model else { return 0 }
    var (value, number) = unsafe (OpaquePointer?.none, Int64(0))
    guard unsafe Z3_model_eval(context, model, terms[term.index], true, &value),
      unsafe Z3_get_numeral_int64(context, value, &number)
    else { return 0 }
    return number
  }

  /// What the model says of a formula, where it is open false.
  func isTrue(_ term: Term) -> Bool {
    guard let model = unsafe model else { return false }
    var value = unsafe OpaquePointer?.none
    guard unsafe Z3_model_eval(context, model, terms[term.index], true, &value) else { return false }
    return unsafe Z3_get_bool_value(context, value) == Z3_L_TRUE
  }

  /// All that is asserted, in SMT-LIB.
  func text() -> String {
    guard let text = unsafe Z3_solver_to_string(context, solver) else { return "" }
    return unsafe String(cString: text)
  }

  // MARK: Lifetimes

  /// The place to go back to with ``release(to:)``.
  var mark: Int { unsafe terms.count }

  /// Forgets the terms that were made since, and what was asserted.
  mutating func release(to mark: Int) {
    dropModel()
    while depth > 0 { pop() }
    for index in mark..<(unsafe terms.count) { unsafe Z3_dec_ref(context, terms[index]) }
    unsafe terms.removeSubrange(mark...)
  }

  /// A solver that gave up may be in any state.
  mutating func renewSolver() {
    unsafe Z3_solver_dec_ref(context, solver)
    unsafe solver = Self.makeSolver(context)
    depth = 0
  }
}

// MARK: - Making terms

extension SolverContext {
  mutating func boolean(_ name: Int32) -> Term {
    unsafe keep(Z3_mk_const(context, Z3_mk_int_symbol(context, name), booleans))
  }

  mutating func integer(_ name: Int32) -> Term {
    unsafe keep(Z3_mk_const(context, Z3_mk_int_symbol(context, name), integers))
  }

  mutating func constant(_ number: Int64) -> Term { unsafe keep(Z3_mk_int64(context, number, integers)) }

  mutating func all(_ parts: [Term]) -> Term { joined(parts, neutral: .yes, absorbing: .no) }
  mutating func any(_ parts: [Term]) -> Term { joined(parts, neutral: .no, absorbing: .yes) }

  private mutating func joined(_ parts: [Term], neutral: Term, absorbing: Term) -> Term {
    if parts.contains(absorbing) { return absorbing }
    let kept = parts.filter { $0 != neutral }
    guard let first = kept.first else { return neutral }
    if kept.count == 1 { return first }
    let asts = unsafe kept.map { unsafe Optional(terms[$0.index]) }
    let count = UInt32(kept.count)
    return neutral == .yes
      ? unsafe keep(Z3_mk_and(context, count, asts)) : unsafe keep(Z3_mk_or(context, count, asts))
  }

  mutating func not(_ part: Term) -> Term {
    if part == .yes { return .no }
    if part == .no { return .yes }
    return unsafe keep(Z3_mk_not(context, terms[part.index]))
  }

  mutating func equal(_ left: Term, _ right: Term) -> Term {
    unsafe keep(Z3_mk_eq(context, terms[left.index], terms[right.index]))
  }

  mutating func atMost(_ left: Term, _ right: Term) -> Term {
    unsafe keep(Z3_mk_le(context, terms[left.index], terms[right.index]))
  }

  mutating func less(_ left: Term, _ right: Term) -> Term {
    unsafe keep(Z3_mk_lt(context, terms[left.index], terms[right.index]))
  }

  mutating func sum(_ left: Term, _ right: Term) -> Term {
    let parts = unsafe [Optional(terms[left.index]), Optional(terms[right.index])]
    return unsafe keep(Z3_mk_add(context, 2, parts))
  }

  mutating func product(_ factor: Int64, _ right: Term) -> Term {
    let factor = constant(factor)
    let parts = unsafe [Optional(terms[factor.index]), Optional(terms[right.index])]
    return unsafe keep(Z3_mk_mul(context, 2, parts))
  }
}
