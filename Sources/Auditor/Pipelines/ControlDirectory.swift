internal import AuditLedger
internal import GovernanceModel
internal import PolicyEngine

/// The controls of a policy by pack and id, with what a finding says of them.
struct ControlDirectory {
  private let controls: [String: [String: ControlFacts]]

  /// Puts each obligation into words once: a control may have thousands of findings.
  init(_ policies: PolicySet) {
    controls = policies.packs.reduce(into: [:]) { packs, pack in
      packs[pack.id] = Dictionary(pack.controls.map { ($0.id, ControlFacts($0)) }) { first, _ in first }
    }
  }

  func facts(pack: String, control id: String) -> ControlFacts? { controls[pack]?[id] }
}

extension ControlFacts {
  fileprivate init(_ control: Control) {
    self.init(
      title: control.title,
      law: LawReference(name: control.law.name, article: control.law.article, isChecked: control.law.isChecked),
      severity: control.severity, obligation: control.requirement.obligationText, remedy: control.remedy)
  }
}
