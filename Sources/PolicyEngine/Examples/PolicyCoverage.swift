package import GovernanceModel

/// What the examples and cases of packs put to the test: controls, and obligations (a control over one data use).
package struct PolicyCoverage: Hashable, Sendable {
  /// A part of a policy that no case reaches.
  package struct Hole: Hashable, Sendable {
    package let control: String
    /// What is missing, in words.
    package let what: String
    package let span: SourceSpan
  }

  package private(set) var controls = (covered: 0, all: 0)
  package private(set) var obligations = (covered: 0, all: 0)
  /// In the order of packs and controls.
  package private(set) var holes: [Hole] = []

  /// A control is covered when a case finds it broken or unverifiable and another finds it kept; an obligation when a case
  /// was judged by it. Only cases that came out as expected count.
  package init(_ policies: PolicySet, outcomes: [ExampleOutcome]) {
    let sound = outcomes.filter(\.isAsExpected)
    let all = policies.obligations()
    for pack in policies.packs {
      for control in pack.controls {
        let own = sound.filter { $0.pack == pack.id && $0.control == control.id }
        add(control, own, all.filter { $0.pack == pack.id && $0.control.id == control.id }.map(\.use))
      }
    }
  }

  private mutating func add(_ control: Control, _ outcomes: [ExampleOutcome], _ uses: [DataUse?]) {
    let isBroken = outcomes.contains { $0.actual != nil && $0.actual != .compliant }
    let isKept = outcomes.contains { $0.actual == .compliant }
    controls.all += 1
    if isBroken, isKept { controls.covered += 1 }
    if !isBroken { hole(control, "no case that breaks it") }
    if !isKept { hole(control, "no case that keeps it") }
    for use in uses {
      obligations.all += 1
      if outcomes.contains(where: { $0.actual != nil && $0.reaches(use) }) {
        obligations.covered += 1
      } else {
        hole(control, use.map { "no case of the use `\($0)`" } ?? "no case that it judges")
      }
    }
  }

  private mutating func hole(_ control: Control, _ what: String) {
    holes.append(Hole(control: control.id, what: what, span: control.span))
  }

  /// The lower of the two shares, in whole percent, rounded down; nothing to cover is nothing covered.
  package var percent: Int { min(Self.percent(controls), Self.percent(obligations)) }

  package static func percent(_ share: (covered: Int, all: Int)) -> Int {
    share.all > 0 ? share.covered * 100 / share.all : 0
  }

  package static func == (left: PolicyCoverage, right: PolicyCoverage) -> Bool {
    left.controls == right.controls && left.obligations == right.obligations && left.holes == right.holes
  }

  package func hash(into hasher: inout Hasher) { hasher.combine(holes) }
}
