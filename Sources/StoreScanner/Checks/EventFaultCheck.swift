import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// `evidence: {forbid: [future, duplicate, conflicting]}`: the events of a log by their time and beside each other, as
/// `EvidenceRequirement.verdict(ofLog:asOf:)` judges them. A log of strings is asked for the future only: a string says yes
/// or no to everything at once.
struct EventFaultCheck: CheckOperator {
  private enum Part { case purpose, action, channel, controller }

  /// What the words of a row come to.
  private enum Scene {
    case event(scope: Int32, action: ConsentAction)
    case elsewhere, unreadable
  }

  private struct Scope: Hashable {
    var purpose: DataUse
    var channel: String?
    var controller: String?
  }

  private struct Entry {
    var subject: UInt32
    var scope: Int32
    var start: Int64
    var action: UInt8
  }

  private(set) var columns: [String]
  private let site: CheckSite
  private let forbid: Set<EvidenceRequirement.EventFault>
  private let obligation: Obligation
  private let vocabulary: Vocabulary
  /// Nil for a log of strings.
  private var words: FoldedWords<Part>?
  private var at: MomentColumn
  private var recordedAt: MomentColumn?
  private var scenes: [Scene] = []
  private var scopes: [Scope: Int32] = [:]
  private var entries: [Entry] = []
  private var future = Tally()
  private var unreadable = Tally()
  private var examined = 0

  init(
    _ requirement: EvidenceRequirement, log: ConsentLog, obligation: Obligation, vocabulary: Vocabulary, site: CheckSite
  ) {
    (forbid, self.obligation, self.vocabulary, self.site) = (requirement.forbid, obligation, vocabulary, site)
    var columns: [String] = []
    if log.signal == nil {
      words = FoldedWords(
        [.purpose: log.purpose, .action: log.action, .channel: log.channel, .controller: log.controller],
        columns: &columns)
    }
    at = MomentColumn(log.at, zone: site.zone, columns: &columns)
    recordedAt = log.recordedAt.map { MomentColumn($0, zone: site.zone, columns: &columns) }
    self.columns = columns
  }

  private var comparesEvents: Bool { forbid.contains(.duplicate) || forbid.contains(.conflicting) }

  /// The entries, twice while their array grows.
  var need: MemoryNeed {
    let tallies = MemoryNeed.tallies(4)
    let perRow = comparesEvents ? 2 * MemoryLayout<Entry>.stride : 0
    return MemoryNeed(perRow: tallies.perRow + perRow, perSubject: tallies.perSubject)
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    words?.read(batch, positions: positions)
    at.read(batch, positions: positions)
    recordedAt?.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      let scene = scene(row)
      if case .elsewhere = scene { continue }
      guard let moment = at.moment(row), isReadable(scene) else {
        unreadable.add(subject: subjects[row])
        continue
      }
      examined += 1
      let recorded = recordedAt.flatMap { $0.moment(row) }
      if forbid.contains(.future),
        EvidenceRequirement.isFuture(at: moment, recordedAt: recorded, asOf: site.asOf)
      {
        future.add(subject: subjects[row], at: moment.start)
      }
      guard comparesEvents, case .event(let scope, let action) = scene, subjects[row] != SubjectTable.none else {
        continue
      }
      entries.append(
        Entry(
          subject: subjects[row], scope: scope, start: moment.start.microseconds,
          action: UInt8(ConsentAction.allCases.firstIndex(of: action) ?? 0)))
    }
  }

  private func isReadable(_ scene: Scene?) -> Bool {
    if case .unreadable? = scene { false } else { true }
  }

  /// Nil for a log of strings.
  private mutating func scene(_ row: Int) -> Scene? {
    guard let words else { return nil }
    let code = Int(words.codes[row])
    while scenes.count <= code { scenes.append(makeScene(words.words(Int32(scenes.count)))) }
    return scenes[code]
  }

  private mutating func makeScene(_ words: [Part: String]) -> Scene {
    guard let action = words[.action].flatMap(ConsentAction.init(rawValue:)) else { return .unreadable }
    guard let purpose = action == .erased ? .every : vocabulary.purpose(words[.purpose]) else { return .unreadable }
    guard obligation.concerns(purpose: purpose), obligation.concerns(channel: words[.channel]) else {
      return .elsewhere
    }
    let scope = Scope(
      purpose: purpose, channel: words[.channel].map(ChannelWords.folded), controller: words[.controller])
    let id = scopes[scope] ?? Int32(scopes.count)
    scopes[scope] = id
    return .event(scope: id, action: action)
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var (twice, conflicting) = (Tally(), Tally())
    compare(&twice, &conflicting)
    let locus = Locus(use: site.use)
    let observations = [
      site.observation(.violation(.inFuture), &future, in: subjects, locus: locus),
      site.observation(.violation(.duplicate), &twice, in: subjects, locus: locus),
      site.observation(.violation(.conflicting), &conflicting, in: subjects, locus: locus),
      site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects, locus: locus),
    ]
    return CheckResult(observations: observations.compactMap { $0 }, examined: examined)
  }

  /// Events of one person, scope and instant stand side by side once sorted.
  private mutating func compare(_ twice: inout Tally, _ conflicting: inout Tally) {
    entries.sort { ($0.subject, $0.scope, $0.start, $0.action) < ($1.subject, $1.scope, $1.start, $1.action) }
    var start = 0
    while start < entries.count {
      let first = entries[start]
      let end =
        entries[start...].firstIndex {
          $0.subject != first.subject || $0.scope != first.scope || $0.start != first.start
        }
        ?? entries.count
      let instant = Instant(microseconds: first.start)
      if forbid.contains(.duplicate) {
        for index in (start + 1)..<max(end, start + 1) where entries[index].action == entries[index - 1].action {
          twice.add(subject: first.subject, at: instant)
        }
      }
      let actions = entries[start..<end].map { ConsentAction.allCases[Int($0.action)] }
      if forbid.contains(.conflicting), actions.contains(where: \.isPositive), actions.contains(where: \.isNegative) {
        conflicting.add(subject: first.subject, at: instant)
      }
      start = end
    }
  }
}
