package import GovernanceModel
internal import Predicates

extension PolicySet {
  /// What a careful reader of the packs would ask about: warnings and notes, in the order of packs and controls.
  ///
  /// Examples of both kinds, rationale and remedy, unchecked citations; controls that can never apply, that say again what
  /// another says, or that ask for agreement to what another prohibits; packs that overlap.
  package func lint() -> [Diagnostic] {
    let controls = packs.flatMap { pack in pack.controls.map { LintedControl(pack: pack, control: $0) } }
    var diagnostics = controls.flatMap { $0.omissions() + $0.deadness(in: vocabulary) }
    var overlaps: [String: Int] = [:]
    for (index, later) in controls.enumerated() {
      for earlier in controls[..<index] {
        if let diagnostic = later.repetition(of: earlier) {
          if later.pack.id == earlier.pack.id { diagnostics.append(diagnostic) }
          if later.pack.id != earlier.pack.id {
            overlaps["`\(earlier.pack.id)` and `\(later.pack.id)`", default: 0] += 1
          }
        }
        if let diagnostic = later.contradiction(to: earlier) ?? earlier.contradiction(to: later) {
          diagnostics.append(diagnostic)
        }
      }
    }
    diagnostics += overlaps.sorted { $0.key < $1.key }.map { names, count in
      Diagnostic(
        .note, "the packs \(names) overlap: \(count) control\(count == 1 ? " asks" : "s ask") the same of the same")
    }
    return diagnostics
  }
}

/// A control with its pack.
struct LintedControl {
  let pack: Pack
  let control: Control

  private func warning(_ message: String, help: String? = nil) -> Diagnostic {
    Diagnostic(.warning, message, at: control.span, help: help)
  }

  /// What a control should have, and lacks.
  func omissions() -> [Diagnostic] {
    var found: [Diagnostic] = []
    let id = "`\(control.id)`"
    if !control.examples.contains(where: \.violates) {
      found.append(warning("\(id) has no example that violates it", help: "add `- violates: {...}` to `examples`"))
    }
    if !control.examples.contains(where: { !$0.violates && !$0.isUnverifiable }) {
      found.append(warning("\(id) has no example that complies", help: "add `- complies: {...}` to `examples`"))
    }
    if control.because.isEmpty { found.append(warning("\(id) does not say why", help: "add `because:`")) }
    if control.remedy.isEmpty { found.append(warning("\(id) does not say how to mend", help: "add `remedy:`")) }
    if !control.law.isChecked {
      found.append(
        warning(
          "\(id) cites \(control.law.name) \(control.law.article) unchecked",
          help: "compare it with the text of the law, then drop `citation: unchecked`"))
    }
    return found
  }

  /// Why the control can never apply to anything.
  func deadness(in vocabulary: Vocabulary) -> [Diagnostic] {
    let id = "`\(control.id)`"
    var found: [Diagnostic] = []
    if let from = control.law.inForce, let until = control.law.until, until <= from {
      found.append(warning("\(id) is never in force"))
    }
    for use in control.appliesTo.uses where vocabulary.uses[use.key] == nil && use != .every {
      found.append(warning("\(id) applies to the use `\(use)`, which the vocabulary lacks"))
    }
    let channels = control.appliesTo.channels
    let own = control.appliesTo.uses.map { vocabulary.channelUses[$0] }
    if !channels.isEmpty, !own.isEmpty, own.allSatisfy({ $0.map { !channels.contains($0) } ?? false }) {
      found.append(warning("\(id) never applies: its uses are other channels than \(listed(channels.map(\.name)))"))
    }
    if pack.scope?.simplified() == .constant(false) {
      found.append(warning("\(id) never applies: the pack's `applies` is never true"))
    }
    return found
  }

  /// The later of two controls that ask the same, where it applies to nothing more.
  func repetition(of earlier: LintedControl) -> Diagnostic? {
    guard control.requirementDigest == earlier.control.requirementDigest, pack.scope == earlier.pack.scope else {
      return nil
    }
    let (own, theirs) = (control.appliesTo, earlier.control.appliesTo)
    if own.isWithin(theirs) {
      return warning("`\(control.id)` adds nothing: `\(earlier.control.id)` asks the same of the same or more")
    }
    return theirs.isWithin(own)
      ? warning("`\(earlier.control.id)` adds nothing: `\(control.id)` asks the same of more") : nil
  }

  /// An agreement or a ground is asked for what the other control prohibits wholly.
  func contradiction(to other: LintedControl) -> Diagnostic? {
    guard case .prohibit = other.control.requirement else { return nil }
    switch control.requirement {
    case .consent, .optOut, .basis: break
    default: return nil
    }
    guard !control.appliesTo.categories.isEmpty, control.appliesTo.isWithin(other.control.appliesTo) else { return nil }
    return warning(
      "`\(control.id)` allows under conditions what `\(other.control.id)` prohibits",
      help: "narrow one of the two, or drop `\(control.id)`")
  }
}

extension Applicability {
  /// True when everything that this applies to, the other applies to as well; an empty list is no restriction.
  package func isWithin(_ other: Applicability) -> Bool {
    Self.isCovered(uses, by: other.uses) && Self.isCovered(categories, by: other.categories)
      && Self.isCovered(subjects, by: other.subjects)
      && (other.channels.isEmpty || (!channels.isEmpty && channels.allSatisfy(other.channels.contains)))
  }

  private static func isCovered<Key: TaxonomyKey>(_ own: [Key], by other: [Key]) -> Bool {
    if other.isEmpty { return true }
    return !own.isEmpty && own.allSatisfy { key in other.contains { key.isSameOrBelow($0) } }
  }
}
