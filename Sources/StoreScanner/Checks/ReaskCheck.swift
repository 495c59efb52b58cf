import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// `reask`: nobody is asked again within a period after saying no, as one consent log tells it.
///
/// Keeps 24 bytes an event and asks `ReaskRequirement.verdict(prompt:in:)` for those people only who were asked at all.
struct ReaskCheck: CheckOperator {
  private struct Entry {
    var subject: UInt32
    /// What happened, as an index into `scenes`.
    var scene: Int32
    var start: Int64
    var end: Int64
  }

  /// An event without its subject and time: few of them are different.
  private struct Scene {
    var event: ConsentEvent
    var isPrompt: Bool
    /// A prompt that the control is about.
    var isJudged: Bool
  }

  private enum Row {
    case scene(Scene)
    /// An event that neither asks nor answers.
    case silent
    /// An action or purpose that nobody knows.
    case unreadable
  }

  private(set) var columns: [String]
  private let site: CheckSite
  private let requirement: ReaskRequirement
  private let obligation: Obligation
  private let vocabulary: Vocabulary
  private var words: [WordColumn]
  private var at: MomentColumn
  /// Folds the codes of the words of a row.
  private var folds: [PairInterner]
  private var scenes: [Row] = []
  private var entries: [Entry] = []
  private var hasPrompts = false
  private var unreadable = Tally()
  private var examined = 0
  /// Positions among `words`; nil where the log has no such word.
  private let channel: Int?
  private let controller: Int?
  private let kind: Int?
  private let actor: Int?

  init(
    _ requirement: ReaskRequirement, log: ConsentLog, purpose: ColumnOrConstant, action: ColumnOrConstant,
    obligation: Obligation, vocabulary: Vocabulary, site: CheckSite
  ) {
    (self.requirement, self.obligation, self.site) = (requirement, obligation, site)
    self.vocabulary = vocabulary
    var columns: [String] = []
    var words = [WordColumn(action, columns: &columns), WordColumn(purpose, columns: &columns)]
    func add(_ word: ColumnOrConstant?) -> Int? {
      guard let word else { return nil }
      words.append(WordColumn(word, columns: &columns))
      return words.count - 1
    }
    channel = add(log.channel)
    controller = add(log.controller)
    kind = add(log.kind)
    actor = add(log.actor)
    at = MomentColumn(log.at, zone: site.zone, columns: &columns)
    folds = words.dropFirst().map { _ in PairInterner() }
    (self.words, self.columns) = (words, columns)
  }

  /// The entries, twice while their array grows, and the people who were asked.
  var need: MemoryNeed { MemoryNeed(perRow: 2 * MemoryLayout<Entry>.stride, perSubject: 40) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for index in words.indices { words[index].read(batch, positions: positions) }
    at.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      let scene = scene(row)
      if case .silent = scenes[Int(scene)] { continue }
      guard case .scene(let known) = scenes[Int(scene)], subjects[row] != SubjectTable.none, at.moment(row) != nil
      else {
        unreadable.add(subject: subjects[row])
        continue
      }
      if at.starts[row] > site.asOf.microseconds { continue }
      if known.isJudged {
        hasPrompts = true
        examined += 1
      }
      entries.append(Entry(subject: subjects[row], scene: scene, start: at.starts[row], end: at.ends[row]))
    }
  }

  private mutating func scene(_ row: Int) -> Int32 {
    var code = UInt32(bitPattern: words[0].codes[row])
    for index in folds.indices {
      code = folds[index].intern(code, UInt32(bitPattern: words[index + 1].codes[row]))
    }
    while scenes.count <= Int(code) { scenes.append(makeScene(row)) }
    return Int32(bitPattern: code)
  }

  private func makeScene(_ row: Int) -> Row {
    func word(_ index: Int?) -> String? { index.flatMap { words[$0].word(words[$0].codes[row]) } }
    guard let action = word(0).flatMap(ConsentAction.init(rawValue:)) else { return .unreadable }
    if action == .renewed { return .silent }
    guard let purpose = action == .erased ? .every : vocabulary.purpose(word(1)) else { return .unreadable }
    let event = ConsentEvent(
      subject: "", purpose: purpose, channel: word(channel).map(ChannelWords(vocabulary).channel),
      controller: word(controller),
      action: action, at: Moment(site.asOf), kind: word(kind).flatMap(ConsentKind.init(rawValue:)) ?? .express,
      actor: word(actor).flatMap(ConsentActor.init(rawValue:)) ?? .self)
    let isPrompt = action == .requested || action == .deferred
    let isJudged =
      isPrompt && obligation.concerns(purpose: purpose) && obligation.concerns(channel: event.channel?.name)
    return .scene(Scene(event: event, isPrompt: isPrompt, isJudged: isJudged))
  }

  private func scene(of entry: Entry) -> Scene? {
    if case .scene(let scene) = scenes[Int(entry.scene)] { scene } else { nil }
  }

  private func isJudged(_ entry: Entry) -> Bool { scene(of: entry)?.isJudged ?? false }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var (again, untold) = (Tally(), Tally())
    if hasPrompts { judge(&again, &untold) }
    let parameters = [Parameter("after", requirement.after.description)]
    let observations = [
      site.observation(.violation(.askedAgain), &again, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.sameDay), &untold, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects, parameters: parameters),
    ]
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }

  private mutating func judge(_ again: inout Tally, _ untold: inout Tally) {
    var asked = Set<UInt32>()
    for entry in entries where isJudged(entry) { asked.insert(entry.subject) }
    entries.removeAll { !asked.contains($0.subject) }
    entries.sort { ($0.subject, $0.start, $0.scene) < ($1.subject, $1.start, $1.scene) }
    var start = 0
    while start < entries.count {
      let subject = entries[start].subject
      let end = entries[start...].firstIndex { $0.subject != subject } ?? entries.count
      let history = entries[start..<end].compactMap(event)
      for entry in entries[start..<end] where isJudged(entry) {
        guard let prompt = event(entry) else { continue }
        switch requirement.verdict(prompt: prompt, in: history) {
        case .compliant: continue
        case .violation: again.add(subject: subject, at: prompt.at.start)
        case .unverifiable: untold.add(subject: subject, at: prompt.at.start)
        }
      }
      start = end
    }
  }

  private func event(_ entry: Entry) -> ConsentEvent? {
    var event = scene(of: entry)?.event
    event?.at = Moment(from: Instant(microseconds: entry.start), until: Instant(microseconds: entry.end))
    return event
  }
}

extension ReaskCheck {
  /// Consent logs.
  static func checks(
    _ requirement: ReaskRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    // Strings hold no prompts.
    guard let log = source.collection.consents, case .words(let purpose, let action) = log.statement else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let check = ReaskCheck(
      requirement, log: log, purpose: purpose, action: action, obligation: obligation,
      vocabulary: plan.policies.vocabulary, site: site)
    return [PlannedCheck(source: index, controls: [site.control], check: check)]
  }
}
