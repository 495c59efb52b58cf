import ConsentHistory
import GovernanceModel
import PolicyEngine

/// The consent history of all stores in one pass: filled by the consent logs, read by the checks over uses.
///
/// A class, since the operators of different collections share it; used by one thread.
final class ConsentRecord {
  private(set) var scopes: ConsentScopes
  let channels: ChannelWords
  private(set) var index = EventIndex()
  /// Actions whose logs were read to the end.
  private(set) var carried: Set<ConsentAction> = []
  /// Subjects with an event that could not be read: nothing can be said of their consent.
  private var tainted: [Bool] = []
  private(set) var hasTainted = false
  /// False when a log that the map promises could not be read wholly: nothing can be said of anybody's consent.
  private(set) var isComplete: Bool
  private var isSealed = false

  init(_ policies: PolicySet, isComplete: Bool) {
    let terms = policies.packs.flatMap(\.controls).compactMap { control -> ConsentTerms? in
      switch control.requirement {
      case .consent(let requirement): requirement.terms
      case .optOut(let requirement): requirement.terms
      case .reconcile(let requirement): requirement.terms
      default: nil
      }
    }
    channels = ChannelWords(policies)
    scopes = ConsentScopes(channelUses: policies.vocabulary.channelUses, terms: terms)
    self.isComplete = isComplete
  }

  func withScopes<Result>(_ body: (inout ConsentScopes) -> Result) -> Result { body(&scopes) }

  /// - Parameter subjects: of each event its own.
  func append(_ events: [PackedConsentEvent], of subjects: [UInt32]) { index.append(events, of: subjects) }

  func taint(_ subject: UInt32) {
    while tainted.count <= Int(subject) { tainted.append(false) }
    tainted[Int(subject)] = true
    hasTainted = true
  }

  func isTainted(_ subject: UInt32) -> Bool { Int(subject) < tainted.count && tainted[Int(subject)] }

  /// A log was read to its end.
  func complete(carrying actions: Set<ConsentAction>) { carried.formUnion(actions) }

  func abandon() { isComplete = false }

  /// Call before the first question; later calls do nothing.
  func seal() {
    guard !isSealed else { return }
    isSealed = true
    index.seal()
  }
}
