import ConsentSignals
import DataStores
import GovernanceModel
import PolicyEngine

/// `evidence: {signals: {...}}`: each consent string of a log keeps the rules of its standard when it came in, as
/// `SignalRequirement.verdict(of:at:)` judges strings. Each fault is told by itself, as the attribute of the finding.
struct SignalCheck: CheckOperator {
  private(set) var columns: [String]
  private let site: CheckSite
  private let requirement: SignalRequirement
  private let encoding: SignalColumn.Encoding
  private let slot: Int
  private var at: MomentColumn
  private var faults: [SignalRequirement.Fault: Tally] = [:]
  private var unreadable = Tally()
  private var examined = 0
  /// What strings came to that came in at the same instant or day; emptied when it is full.
  private var known: [Sight: [SignalRequirement.Fault]?] = [:]

  private struct Sight: Hashable {
    var text: [UInt8]
    var at: Moment
  }

  init(_ requirement: SignalRequirement, signal: SignalColumn, at: InstantColumn, site: CheckSite) {
    (self.requirement, encoding, self.site) = (requirement, signal.encoding, site)
    var columns: [String] = []
    slot = WordColumn.position(of: signal.column, in: &columns)
    self.at = MomentColumn(at, zone: site.zone, columns: &columns)
    self.columns = columns
  }

  var need: MemoryNeed { .tallies(requirement.forbid.count + 1) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    at.read(batch, positions: positions)
    let column = batch.columns[positions[slot]]
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      guard column.tag(row) == .text, let moment = at.moment(row),
        let found = faults(of: Array(column.bytes[column.range(row)]), at: moment)
      else {
        unreadable.add(subject: subjects[row])
        continue
      }
      examined += 1
      for fault in found { faults[fault, default: Tally()].add(subject: subjects[row], at: moment.start) }
    }
  }

  /// Nil for a string that cannot be decoded.
  private mutating func faults(of text: [UInt8], at moment: Moment) -> [SignalRequirement.Fault]? {
    let sight = Sight(text: text, at: moment)
    if let found = known[sight] { return found }
    let signal = try? ConsentSignal(decoding: String(decoding: text, as: UTF8.self), as: encoding.signalKind)
    let found = signal.map { requirement.faults(of: $0, at: moment) }
    if known.count >= SignalReader.capacity { known = [:] }
    known[sight] = .some(found)
    return found
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    var observations: [Observation] = []
    for fault in SignalRequirement.Fault.allCases {
      guard var tally = faults[fault] else { continue }
      let told = site.observation(
        .violation(.invalidSignal), &tally, in: subjects, locus: Locus(attribute: fault.rawValue, use: site.use))
      if let told { observations.append(told) }
    }
    let untold = site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects)
    return CheckResult(observations: observations + [untold].compactMap { $0 }, examined: examined)
  }
}

extension SignalColumn.Encoding {
  /// What the decoders call it; the header of Global Privacy Control is no string of theirs.
  var signalKind: String {
    switch self {
    case .tcf2: "tcf"
    case .gpp: "gpp"
    case .usp, .gpc: "uspv1"
    }
  }
}
