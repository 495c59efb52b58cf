internal import ConsentHistory
internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

/// Which controls meet a rule, told once for each (use, channel, subject type).
struct ControlIndex {
  struct Key: Hashable {
    var use: DataUse?
    var channel: Channel?
    var subject: DataSubject?
  }

  /// What a rule with these keys meets; indices into `controls`.
  struct Met {
    /// Normalised (semantics section 4).
    let use: DataUse?
    let channel: Channel?
    var applies: [Int] = []
    /// The rule's use or channel is too coarse, or unknown, to tell (semantics section 4).
    var tooCoarse: [Int] = []
  }

  let controls: [PreparedControl]
  private let vocabulary: Vocabulary
  private let channelUses: ChannelUses
  private let channels: Set<Channel>
  private var numbers: [Key: Int] = [:]
  private(set) var known: [Met] = []

  init(_ policies: PolicySet, asOf: Instant) {
    vocabulary = policies.vocabulary
    channelUses = ChannelUses(policies.vocabulary.channelUses)
    controls = policies.packs.enumerated().flatMap { index, pack in
      pack.controls.compactMap { PreparedControl($0, pack: index, asOf: asOf) }
    }
    channels = Set(policies.vocabulary.channelUses.values)
  }

  func normalised(_ use: DataUse, _ channel: Channel?) -> (use: DataUse, channel: Channel?) {
    channelUses.normalised(use, channel)
  }

  /// True for a use that the vocabulary names; without a vocabulary every use is taken as written.
  func isKnown(_ use: DataUse) -> Bool { vocabulary.uses.isEmpty || vocabulary.uses[use.key] != nil }

  /// The number of what a rule with these keys meets, in `known`.
  mutating func number(_ key: Key) -> Int {
    if let number = numbers[key] { return number }
    numbers[key] = known.count
    known.append(made(key))
    return known.count - 1
  }

  mutating func number(of rule: borrowing Rule) -> Int {
    number(Key(use: rule.use, channel: rule.channel, subject: rule.subjectType))
  }

  private func made(_ raw: Key) -> Met {
    let normal = raw.use.map { normalised($0, raw.channel) }
    let key = Key(use: normal?.use, channel: normal?.channel ?? raw.channel, subject: raw.subject)
    var met = Met(use: key.use, channel: key.channel)
    for (index, control) in controls.enumerated() {
      guard meetsSubject(control, key.subject) else { continue }
      switch (meetsUse(control, key.use), meetsChannel(control, key.use, key.channel)) {
      case (.no, _), (_, .no): break
      case (.yes, .yes): met.applies.append(index)
      case (.unclear, _), (_, .unclear): met.tooCoarse.append(index)
      }
    }
    return met
  }

  private enum Answer { case yes, no, unclear }

  private func meetsUse(_ control: PreparedControl, _ use: DataUse?) -> Answer {
    if control.uses.isEmpty { return .yes }
    guard let use else { return .unclear }
    if control.uses.contains(where: { use.isCovered(by: $0) }) { return .yes }
    if use == .every || control.uses.contains(where: { $0.isSameOrBelow(use) }) { return .unclear }
    return isKnown(use) ? .no : .unclear
  }

  /// A rule reaches its own channel, and the one that its use implies.
  private func meetsChannel(_ control: PreparedControl, _ use: DataUse?, _ channel: Channel?) -> Answer {
    let asked = control.control.appliesTo.channels
    if asked.isEmpty { return .yes }
    let implied = use.flatMap { channelUses.normalised($0, nil).channel }
    guard let channel = channel ?? implied else { return .unclear }
    if asked.contains(channel) || implied.map(asked.contains) == true { return .yes }
    return channels.contains(channel) ? .no : .unclear
  }

  /// An unknown or coarser subject type is met by every control.
  private func meetsSubject(_ control: PreparedControl, _ subject: DataSubject?) -> Bool {
    let asked = control.control.appliesTo.subjects
    guard let subject, !asked.isEmpty else { return true }
    if asked.contains(where: { subject.isSameOrBelow($0) || $0.isSameOrBelow(subject) }) { return true }
    return !vocabulary.subjects.isEmpty && vocabulary.subjects[subject.key] == nil
  }
}
