internal import ConsentHistory
public import GovernanceModel
public import Predicates

/// Whether an obligation is about a use at all (semantics section 4).
public enum Applies: Hashable, Sendable {
  case no, yes
  /// The use may or may not be one that the obligation is about: never skipped.
  case tooCoarse
}

extension Obligation {
  /// What does not change with the instant or the person: ask once for each distinct (use, channel, subject type).
  ///
  /// A use whose subject type nobody recorded is inside.
  public func applies(
    to use: DataUse, channel: Channel?, subjectType: DataSubject?, in context: JudgeContext
  ) -> Applies {
    let subjects = control.appliesTo.subjects
    if let subjectType, !subjects.isEmpty, !subjects.contains(where: { subjectType.isSameOrBelow($0) }) { return .no }
    let key = context.channelUses.normalised(use, channel)
    let own = self.use.map { context.channelUses.normalised($0, nil).use }
    var isCoarse = false
    if let own, !key.use.isCovered(by: own) {
      guard own.isCovered(by: key.use) else { return .no }
      isCoarse = true
    }
    let channels = control.appliesTo.channels
    if !channels.isEmpty {
      guard let channel = key.channel else { return .tooCoarse }
      guard channels.contains(channel) else { return .no }
    }
    return isCoarse ? .tooCoarse : .yes
  }

  /// In force when the use took place.
  public func isInForce(at moment: Moment) -> Bool { control.law.isInForce(at: moment.start) }

  /// The scope is not false; with `onUnknown: skip` it is true.
  public func isInScope(_ facts: some Facts, profileChanged: Bool = false) -> Bool {
    guard let scope else { return true }
    let readsProfile = profileChanged && !scope.reads.isEmpty
    switch readsProfile ? .unknown : scope.evaluate(on: facts) {
    case .true: return true
    case .false: return false
    case .unknown: return appliesWhenUnknown
    }
  }

  /// A use with a recorded basis is outside only if the control lists bases and this is none of them.
  public func admits(_ basis: LegalBasis?) -> Bool {
    let listed: [LegalBasis]
    switch control.requirement {
    case .consent(let requirement): listed = requirement.bases
    case .optOut(let requirement): listed = requirement.bases
    default: listed = []
    }
    guard let basis, !listed.isEmpty else { return true }
    return listed.contains(basis)
  }

  /// The reads that the control is about: all where it names no category.
  func concerned(_ reads: [AttributeRead]) -> [AttributeRead] {
    let wanted = control.appliesTo.categories
    return wanted.isEmpty ? reads : reads.filter { $0.isOf(wanted) }
  }
}

extension AttributeRead {
  /// True when a category of the attribute is one of these or below it.
  func isOf(_ wanted: [DataCategory]) -> Bool {
    categories.contains { category in wanted.contains { category.isSameOrBelow($0) } }
  }
}
