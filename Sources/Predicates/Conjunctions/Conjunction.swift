internal import GovernanceModel

/// Conditions that must hold together, kept as one constraint an attribute (semantics section 8, last rule): decided by
/// intersecting intervals and finite sets, without a solver.
///
/// What reads several attributes at once, or is opaque, is kept apart in ``residual`` and only weakens the answers: a
/// contradiction among the rest is still one.
package struct Conjunction: Sendable {
  /// What is asked of a condition.
  package enum Aim: Sendable { case holds, fails, notHolds, notFails }

  /// Marks constraints that come from no part of the first condition.
  package static let elsewhere = -1

  struct Constraint: Sendable {
    var key: Key
    var ask: Ask
    /// Index of the part of the first condition that asks for it.
    var source: Int

    /// The values that are left, made when somebody asks: most attributes stand in one condition only.
    var region: ValueRegion {
      switch ask {
      case .region(let region), .test(_, let region): region
      case .later(let predicate, let aim): RegionPair.of(predicate)?.pair.region(aim) ?? .everything
      }
    }

    /// A test that regions cannot say, with the answer that is wanted.
    var test: Test? { if case .test(let test, _) = ask { test } else { nil } }
  }

  enum Ask: Sendable {
    case region(ValueRegion)
    /// A condition that ``RegionPair`` can say.
    case later(Predicate, Aim)
    case test(Test, ValueRegion)
  }

  struct Test: Sendable {
    var predicate: Predicate
    var wanted: Bool
  }

  /// What has a value of its own.
  enum Key: Hashable, Sendable {
    case attribute(AttributePath)
    /// The number of events of a type in a window, as microseconds: a lane of whole numbers.
    case events(String, CalendarPeriod?)
    case consent(DataUse, Channel?)
  }

  var constraints: [Constraint] = []
  /// Parts that are no constraint of one attribute.
  package private(set) var residual: [Predicate] = []
  /// The parts of the first condition, for cores.
  package let parts: [Predicate]
  private(set) var constantFault: Int?

  /// The condition, asked to be true. Segments must be inlined before.
  package init(_ predicate: Predicate) {
    var parts: [Predicate] = []
    Self.flatten(predicate, &parts)
    self.parts = parts
    constraints.reserveCapacity(parts.count)
    for (index, part) in parts.enumerated() { add(part, .holds, source: index) }
  }

  /// Nothing but constraints of one attribute each.
  package var isPure: Bool { residual.isEmpty }

  package mutating func add(_ predicate: Predicate, _ aim: Aim) { add(predicate, aim, source: Self.elsewhere) }

  /// The conjuncts of a condition that is asked to be true.
  private static func flatten(_ predicate: Predicate, _ parts: inout [Predicate]) {
    switch predicate {
    case .all(let inner): for part in inner { flatten(part, &parts) }
    case .isTrue(let inner): flatten(inner, &parts)
    default: parts.append(predicate)
    }
  }
}

extension Conjunction.Aim {
  var negated: Conjunction.Aim {
    switch self {
    case .holds: .fails
    case .fails: .holds
    case .notHolds: .notFails
    case .notFails: .notHolds
    }
  }

  /// The aim that `isTrue` hands on to what it wraps.
  var ofIsTrue: Conjunction.Aim { self == .holds || self == .notFails ? .holds : .notHolds }

  /// A truth that meets the aim.
  func accepts(_ truth: Truth) -> Bool {
    switch self {
    case .holds: truth == .true
    case .fails: truth == .false
    case .notHolds: truth != .true
    case .notFails: truth != .false
    }
  }
}

// MARK: - Taking a condition apart

extension Conjunction {
  private mutating func add(_ predicate: Predicate, _ aim: Aim, source: Int) {
    switch (predicate, aim) {
    case (.constant(let value), _):
      if !aim.accepts(Truth(value)), constantFault == nil { constantFault = source }
    case (.not(let part), _): add(part, aim.negated, source: source)
    case (.isTrue(let part), _): add(part, aim.ofIsTrue, source: source)
    case (.all(let parts), .holds), (.all(let parts), .notFails), (.any(let parts), .fails),
      (.any(let parts), .notHolds):
      for part in parts { add(part, aim, source: source) }
    case (.all(let parts), _), (.any(let parts), _):
      if parts.count == 1 { return add(parts[0], aim, source: source) }
      if parts.isEmpty { return add(.constant(aim.isDisjunctionOfAll), aim, source: source) }
      addRegion(predicate, aim, source)
    case (.within, _), (.olderThan, _), (.text, _), (.set, _): addTest(predicate, aim, source)
    case (.eventCount(let count), _): add(count, aim, source)
    case (.consent(let use, let channel), _):
      append(.consent(use, channel), .region(aim.consentRegion), source)
    default: addRegion(predicate, aim, source)
    }
  }

  private mutating func addRegion(_ predicate: Predicate, _ aim: Aim, _ source: Int) {
    guard let path = RegionPair.path(of: predicate) else {
      residual.append(predicate)
      return
    }
    append(.attribute(path), .later(predicate, aim), source)
  }

  private mutating func append(_ key: Key, _ ask: Ask, _ source: Int) {
    constraints.append(Constraint(key: key, ask: ask, source: source))
  }

  private mutating func addTest(_ predicate: Predicate, _ aim: Aim, _ source: Int) {
    switch predicate {
    case .text(_, .startsWith, _): addRegion(predicate, aim, source)
    case .text(let path, _, _): addTest(path, predicate, aim, .everyText, source)
    case .set(let path, _, _): addTest(path, predicate, aim, .everySet, source)
    case .olderThan(let path, let period): addTest(.within(path, period), aim.negated, source)
    case .within(let path, _): addTest(path, predicate, aim, .everyInstant, source)
    default: residual.append(predicate)
    }
  }

  /// A test says true or false over `lane` and unknown elsewhere.
  private mutating func addTest(
    _ path: AttributePath, _ predicate: Predicate, _ aim: Aim, _ lane: ValueRegion, _ source: Int
  ) {
    let region = aim == .holds || aim == .fails ? lane : .everything
    let wanted = aim == .holds || aim == .notFails
    append(.attribute(path), .test(Test(predicate: predicate, wanted: wanted), region), source)
  }

  private mutating func add(_ count: Predicate.EventCount, _ aim: Aim, _ source: Int) {
    let literal = Value.instant(Instant(microseconds: count.count))
    let path = AttributePath("events")
    guard let (_, pair) = RegionPair.of(.compare(path, count.comparison, literal)) else { return }
    append(.events(count.event, count.within), .region(pair.region(aim)), source)
  }
}

extension Conjunction.Aim {
  /// What an empty list of alternatives is worth: `all []` is true, `any []` false; asked the other way, it fails.
  fileprivate var isDisjunctionOfAll: Bool { self == .fails || self == .notHolds }

  /// Consent as a truth value: yes, no, or missing for unknown.
  fileprivate var consentRegion: ValueRegion {
    switch self {
    case .holds: ValueRegion(few: .yes)
    case .fails: ValueRegion(few: .no)
    case .notHolds: ValueRegion(few: [.no, .missing])
    case .notFails: ValueRegion(few: [.yes, .missing])
    }
  }
}

extension RegionPair {
  func region(_ aim: Conjunction.Aim) -> ValueRegion {
    switch aim {
    case .holds: holds
    case .fails: fails
    case .notHolds: holds.complement
    case .notFails: fails.complement
    }
  }
}
