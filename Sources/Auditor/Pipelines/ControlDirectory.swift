internal import AuditLedger
internal import GovernanceModel
internal import PolicyEngine

/// The controls of a policy by pack and id, with what a finding says of them.
struct ControlDirectory {
  private let controls: [String: [String: Control]]
  private let facts: [String: [String: ControlFacts]]

  /// Puts each obligation into words once: a control may have thousands of findings.
  init(_ policies: PolicySet) {
    controls = policies.packs.reduce(into: [:]) { packs, pack in
      packs[pack.id] = Dictionary(pack.controls.map { ($0.id, $0) }) { first, _ in first }
    }
    facts = controls.mapValues { $0.mapValues { ControlFacts($0) } }
  }

  /// Digest of what a control asks; a waiver that names another one is stale.
  func requirementDigest(pack: String, control id: String) -> String? { controls[pack]?[id]?.requirementDigest }

  var ids: Set<String> { Set(controls.values.flatMap(\.keys)) }

  /// Every control with its pack.
  var keys: Set<StatusComparison.ControlKey> {
    Set(
      controls.flatMap { pack, controls in
        controls.keys.map { StatusComparison.ControlKey(pack: pack, control: $0) }
      })
  }

  func facts(pack: String, control id: String) -> ControlFacts? { facts[pack]?[id] }
}

extension ControlFacts {
  fileprivate init(_ control: Control) {
    self.init(
      title: control.title,
      law: LawReference(name: control.law.name, article: control.law.article, isChecked: control.law.isChecked),
      severity: control.severity, obligation: control.requirement.obligationText, remedy: control.remedy)
  }
}
