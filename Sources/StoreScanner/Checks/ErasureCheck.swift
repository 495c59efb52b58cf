import DataStores
import GovernanceModel
import PolicyEngine

/// The erased people of a pass, from all registers: filled by ``ErasureRegisterReader``, asked by ``ErasureCheck``.
final class ErasedSubjects {
  private var erasures: [Erasure] = []
  private var isSorted = true
  /// A bit a subject.
  private var bits: [UInt64] = []

  private struct Erasure {
    let subject: UInt32
    let moment: Moment
  }

  /// An entry in a list that grows by doubling, and the bits.
  static let need = MemoryNeed(perRow: 2 * MemoryLayout<Erasure>.stride, perSubject: 1)

  func add(_ subject: UInt32, at moment: Moment) {
    erasures.append(Erasure(subject: subject, moment: moment))
    isSorted = false
    let word = Int(subject / 64)
    while bits.count <= word { bits.append(0) }
    bits[word] |= 1 << UInt64(subject % 64)
  }

  /// Finds the rows of erased people, who are few: all others cost one look at a bit.
  func readRows(of subjects: borrowing Span<UInt32>, count: Int, into found: inout [Int]) {
    found.removeAll(keepingCapacity: true)
    let bits = bits
    for row in 0..<count {
      let word = Int(subjects[row] / 64)
      if word < bits.count, bits[word] & 1 << UInt64(subjects[row] % 64) != 0 { found.append(row) }
    }
  }

  /// In the order of the registers.
  func moments(of subject: UInt32) -> some Sequence<Moment> {
    if !isSorted { erasures.sort { $0.subject < $1.subject } }
    isSorted = true
    var (low, high) = (0, erasures.count)
    while low < high {
      let middle = (low + high) / 2
      if erasures[middle].subject < subject { low = middle + 1 } else { high = middle }
    }
    return erasures[low...].prefix { $0.subject == subject }.map(\.moment)
  }
}

/// Reads an erasure register before the collections that must not hold the erased any more.
struct ErasureRegisterReader: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let erased: ErasedSubjects
  private(set) var at: MomentColumn
  private var undated = Tally()
  private var examined = 0

  init(_ register: ErasureRegister, into erased: ErasedSubjects, site: CheckSite) {
    (self.erased, self.site) = (erased, site)
    var columns: [String] = []
    at = MomentColumn(register.at, zone: site.zone, columns: &columns)
    self.columns = columns
  }

  var need: MemoryNeed { ErasedSubjects.need }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    at.read(batch, positions: positions)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      examined += 1
      if let moment = at.moment(row), subjects[row] != SubjectTable.none {
        erased.add(subjects[row], at: moment)
      } else {
        undated.add(subject: subjects[row])
      }
    }
  }

  /// An erasure of nobody, or of no known time, cannot be followed.
  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let told = site.observation(.unverifiable(.unreadableValue), &undated, in: subjects)
    return CheckResult(observations: told.map { [$0] } ?? [], examined: examined)
  }
}

/// `erasure`: nothing of an erased person remains in a collection after a period.
///
/// Use logs are proof of what was done: only uses that took place after the period count. Consent logs and registers are
/// proof too and are not asked. A record that was created after the erasure is a new registration. A record without a
/// subject key is nobody's, so that nobody's erasure concerns it; a use of an erased person at a time that cannot be read
/// may have come after.
struct ErasureCheck: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let requirement: ErasureRequirement
  let erased: ErasedSubjects
  private(set) var usedAt: MomentColumn?
  private(set) var created: MomentColumn?
  private var kept = Tally()
  private var untold = Tally()
  private var examined = 0
  /// Of the batch, the rows of erased people.
  private var found: [Int] = []

  init(_ requirement: ErasureRequirement, of erased: ErasedSubjects, in collection: Collection, site: CheckSite) {
    (self.requirement, self.erased, self.site) = (requirement, erased, site)
    var columns: [String] = []
    usedAt = collection.uses.map { MomentColumn($0.at, zone: site.zone, columns: &columns) }
    created = collection.anchor(of: .created).map { MomentColumn($0, zone: site.zone, columns: &columns) }
    self.columns = columns
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere { examined += 1 }
    erased.readRows(of: subjects, count: batch.rowCount, into: &found)
    for row in found {
      guard let present = usedAt.map({ $0.moment(batch, row, positions: positions)?.start }) ?? site.asOf else {
        untold.add(subject: subjects[row])
        continue
      }
      let created = created.flatMap { $0.moment(batch, row, positions: positions) }
      for moment in erased.moments(of: subjects[row]) where moment.start <= site.asOf {
        let verdict = requirement.verdict(
          erasedAt: moment, presentAt: min(present, site.asOf), createdAt: created)
        guard verdict != .compliant else { continue }
        kept.add(subject: subjects[row], at: moment.start)
        break
      }
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    let parameters = [Parameter("within", requirement.within.description)]
    let told = [
      site.observation(.violation(.notErased), &kept, in: subjects, parameters: parameters),
      site.observation(.unverifiable(.unreadableValue), &untold, in: subjects, parameters: parameters),
    ]
    return CheckResult(observations: told.compactMap { $0 }, examined: examined)
  }
}

extension ErasureCheck {
  /// Registers, and every collection about persons that is no proof; nothing where no map names a register.
  static func checks(
    _ requirement: ErasureRequirement, for obligation: Obligation, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let erased = ErasedSubjects()
    var planned: [PlannedCheck] = []
    for (index, source) in plan.sources.enumerated() {
      guard let register = source.collection.erasures else { continue }
      let site = CheckSite(obligation, at: source, in: plan)
      let reader = ErasureRegisterReader(register, into: erased, site: site)
      // Registers come before the profiles that tell who is in scope; what remains is judged by scope.
      planned.append(PlannedCheck(source: index, controls: [site.control], isForEverybody: true, check: reader))
    }
    guard !planned.isEmpty else { return [] }
    for (index, source) in plan.sources.enumerated() {
      let collection = source.collection
      guard collection.subject != nil, collection.isErasable, obligation.coversContent(of: collection),
        obligation.applies(to: collection, asOf: plan.asOf)
      else { continue }
      let site = CheckSite(obligation, at: source, in: plan)
      let check = ErasureCheck(requirement, of: erased, in: collection, site: site)
      planned.append(PlannedCheck(source: index, controls: [site.control], check: check))
    }
    return planned
  }
}

extension Collection {
  /// False for what is kept as proof: consents, erasures, requests and disclosures.
  fileprivate var isErasable: Bool {
    consents == nil && erasures == nil && requests == nil && disclosures == nil
  }
}
