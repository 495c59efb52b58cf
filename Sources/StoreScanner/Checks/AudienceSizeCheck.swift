import DataStores
import GovernanceModel
import PolicyEngine

/// `crowd` of an audience: at the audit's instant it has at least k members.
///
/// Must see all rows of the collection. Counts who surely is a member: entered, and not left. An audience without members
/// exposes nobody. Holds 8 bytes a membership.
struct AudienceSizeCheck: CheckOperator {
  private(set) var columns: [String]
  let site: CheckSite
  let requirement: CrowdRequirement
  let table: AudienceTable
  private(set) var audiences: WordColumn
  private(set) var entered: MomentColumn
  private(set) var left: MomentColumn?
  /// Audience and subject.
  private var members: [UInt64] = []
  private var unreadable = Tally()
  private var examined = 0

  init(_ requirement: CrowdRequirement, table: AudienceTable, site: CheckSite) {
    (self.requirement, self.table, self.site) = (requirement, table, site)
    var columns: [String] = []
    audiences = WordColumn(table.audience, columns: &columns)
    entered = MomentColumn(table.entered, zone: site.zone, columns: &columns)
    left = table.left.map { MomentColumn($0, zone: site.zone, columns: &columns) }
    self.columns = columns
  }

  /// The members, twice while their array grows, and the copy of half of them that sorting takes.
  var need: MemoryNeed { MemoryNeed(perRow: 20, perSubject: 8) }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects: borrowing Span<UInt32>) {
    audiences.read(batch, positions: positions)
    entered.read(batch, positions: positions)
    left?.read(batch, positions: positions)
    let now = site.asOf.microseconds
    for row in 0..<batch.rowCount where subjects[row] < SubjectTable.elsewhere {
      let leaving = left?.starts[row] ?? MomentColumn.absent
      if entered.starts[row] == MomentColumn.unreadable || leaving == MomentColumn.unreadable {
        unreadable.add(subject: subjects[row])
        continue
      }
      examined += 1
      guard entered.ends[row] <= now, leaving > now else { continue }
      members.append(UInt64(UInt32(bitPattern: audiences.codes[row])) << 32 | UInt64(subjects[row]))
    }
  }

  mutating func finish(_ subjects: SubjectTable) -> CheckResult {
    members.sort()
    var observations: [Observation] = []
    var start = 0
    while start < members.count {
      let audience = members[start] >> 32
      var (end, tally) = (start, Tally())
      while end < members.count, members[end] >> 32 == audience {
        if end == start || members[end - 1] != members[end] {
          tally.add(subject: UInt32(truncatingIfNeeded: members[end]))
        }
        end += 1
      }
      start = end
      let verdict = requirement.verdict(size: tally.rows)
      guard verdict != .compliant else { continue }
      let size = Parameter("size", String(tally.rows))
      let told = site.observation(
        verdict, &tally, in: subjects, rule: audiences.word(Int32(truncatingIfNeeded: audience)), locus: locus,
        parameters: [Parameter("atLeast", String(requirement.atLeast)), size])
      if let told { observations.append(told) }
    }
    let unread = site.observation(.unverifiable(.unreadableValue), &unreadable, in: subjects)
    observations += unread.map { [$0] } ?? []
    return CheckResult(observations: observations, examined: examined)
  }

  var locus: Locus {
    let use = table.use.column == nil ? table.use.constant.map { DataUse($0) } : nil
    let channel = table.channel?.column == nil ? table.channel?.constant.map { Channel($0) } : nil
    return Locus(use: use ?? site.use, channel: channel)
  }
}

extension AudienceSizeCheck {
  /// Audience tables whose use may be the obligation's.
  static func checks(
    _ requirement: CrowdRequirement, for obligation: Obligation, at index: Int, in plan: AuditPlan
  ) -> [PlannedCheck] {
    let source = plan.sources[index]
    guard let table = source.collection.audience, obligation.mayConcern(table.use) else { return [] }
    let site = CheckSite(obligation, at: source, in: plan)
    let check = AudienceSizeCheck(requirement, table: table, site: site)
    return [PlannedCheck(source: index, controls: [site.control], reach: .collection, check: check)]
  }
}
