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
    let key = context.channelUses.normalised(use, channel)
    let implied = context.channelUses.normalised(key.use, nil).channel
    return applies(
      covering(key.use, in: context), channel: key.channel, implied: implied, subjectType: subjectType)
  }

  /// How a normalised use lies to the obligation's own: at or below it, above it, or elsewhere. A use that the vocabulary
  /// does not know may be any.
  func covering(_ use: DataUse, in context: JudgeContext) -> Applies {
    guard let asked = self.use else { return .yes }
    let own = context.channelUses.normalised(asked, nil).use
    if use.isCovered(by: own) { return .yes }
    if own.isCovered(by: use) { return .tooCoarse }
    let known = context.vocabulary.uses
    return known.isEmpty || known[use.key] != nil ? .no : .tooCoarse
  }

  /// The rest of the question, where it is known how the use lies.
  ///
  /// - Parameter implied: the channel that the use itself is. Where another is recorded, the use may be either.
  func applies(
    _ covering: Applies, channel: Channel?, implied: Channel?, subjectType: DataSubject?
  ) -> Applies {
    let subjects = control.appliesTo.subjects
    if covering == .no { return .no }
    if let subjectType, !subjects.isEmpty, !subjects.contains(where: { subjectType.isSameOrBelow($0) }) { return .no }
    let channels = control.appliesTo.channels
    if channels.isEmpty { return covering }
    guard let channel else { return .tooCoarse }
    return channels.contains(channel) || implied.map(channels.contains) == true ? covering : .no
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
  package func concerned(_ reads: [AttributeRead]) -> [AttributeRead] {
    let wanted = control.appliesTo.categories
    return wanted.isEmpty ? reads : reads.filter { $0.isOf(wanted) }
  }

  /// An attribute was read that nobody classified, so that it may be one that the control is about.
  package func readsUnclassified(_ reads: [AttributeRead]) -> Bool {
    !control.appliesTo.categories.isEmpty && reads.contains(where: \.categories.isEmpty)
  }
}

extension AttributeRead {
  /// True when a category of the attribute is one of these or below it.
  func isOf(_ wanted: [DataCategory]) -> Bool {
    categories.contains { category in wanted.contains { category.isSameOrBelow($0) } }
  }
}
