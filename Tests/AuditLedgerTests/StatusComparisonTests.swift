import AuditLedger
import GovernanceModel
import ProvisoTesting
import Testing

@Suite struct StatusComparisonTests {
  private func compare(
    _ previous: [Finding]?, _ current: [Observation], fixedBefore: Set<String> = [], gaps: [Gap] = [],
    controls: Set<StatusComparison.ControlKey> = Samples.controls
  ) throws -> [Finding] {
    let findings = try Samples.findings(current)
    return StatusComparison(
      previous: previous, fixedBefore: fixedBefore, coverage: Coverage(Samples.report(findings, gaps: gaps)),
      controls: controls
    ).compare(findings)
  }

  private func known(_ subjects: Int?, status: Finding.Status = .new, previous: Counts? = nil) throws -> Finding {
    let counts = Counts(uses: 9, subjects: subjects)
    var finding = try #require(try Samples.findings([Samples.observation(counts: counts, keys: ["1"])]).first)
    (finding.status, finding.previous) = (status, previous)
    return finding
  }

  private func now(_ subjects: Int?) -> Observation { Samples.observation(counts: Counts(uses: 9, subjects: subjects)) }

  @Test func `without an earlier run everything is new`() throws {
    let found = try compare(nil, [now(2)])
    #expect(found.map(\.status) == [.new] && found[0].previous == nil)
  }

  static let table: [(Int?, Finding.Status, Int?, Finding.Status)] = [
    (2, .new, 2, .existing), (2, .existing, 2, .existing), (2, .worse, 1, .existing), (2, .new, 3, .worse),
    (nil, .new, nil, .existing), (nil, .new, 1, .worse), (2, .new, nil, .existing), (0, .fixed, 2, .reopened),
    (2, .retired, 2, .reopened), (2, .reopened, 2, .existing), (2, .waived, 2, .reopened), (2, .waived, 3, .reopened),
    (2, .waiverExpired, 2, .reopened), (2, .waiverStale, 2, .reopened), (2, .waiverExceeded, 1, .reopened),
  ]

  @Test(arguments: table)
  func `what is still there`(before: Int?, was: Finding.Status, now count: Int?, becomes: Finding.Status) throws {
    let found = try compare([known(before, status: was)], [now(count)])
    #expect(found.map(\.status) == [becomes])
    #expect(found[0].previous == Counts(uses: 9, subjects: before))
    #expect(found[0].counts.subjects == count)
  }

  @Test func `what some earlier run told as fixed is reopened`() throws {
    #expect(try compare([], [now(2)], fixedBefore: [known(2).fingerprint]).map(\.status) == [.reopened])
    #expect(try compare([known(2)], [now(2)], fixedBefore: [known(2).fingerprint]).map(\.status) == [.existing])
  }

  @Test func `doubt that became certainty is worse`() throws {
    let doubt = try Samples.findings([Samples.observation(verdict: .unverifiable(.withdrawn))])
    #expect(try compare(doubt, [Samples.observation()]).map(\.status) == [.worse])
  }

  @Test func `what is gone from a complete look is fixed, with nobody left`() throws {
    let found = try compare([known(2)], [])
    #expect(found.map(\.status) == [.fixed])
    #expect(found[0].counts == Counts(uses: 0, subjects: 0) && found[0].previous == Counts(uses: 9, subjects: 2))
    #expect(found[0].sample.isEmpty && !found[0].isOpen)
  }

  @Test(arguments: ["journey", "journey.sends", "store:journey.sends", "journey.sends.status", "store:journey"])
  func `what was not wholly looked at is not fixed`(gap: String) throws {
    let found = try compare([known(2)], [], gaps: [Gap(subject: gap, reason: .unreadable, detail: "")])
    #expect(found.map(\.status) == [.notExamined])
    #expect(found[0].counts == Counts() && found[0].previous == Counts(uses: 9, subjects: 2))
  }

  @Test(arguments: ["support", "journey.people", "journey.sends_archive", "spring"])
  func `a gap elsewhere does not matter`(gap: String) throws {
    let found = try compare([known(2)], [], gaps: [Gap(subject: gap, reason: .unreadable, detail: "")])
    #expect(found.map(\.status) == [.fixed])
  }

  @Test func `doubt about the same asset and control is no fix`() throws {
    let doubt = Samples.observation(verdict: .unverifiable(.missingColumn))
    #expect(try compare([known(2)], [doubt]).map(\.status) == [.new, .notExamined])
    let elsewhere = Samples.observation(control: "crowd", asset: Samples.people, verdict: .unverifiable(.limit))
    #expect(try Set(compare([known(2)], [elsewhere]).map(\.status)) == [.new, .fixed])
  }

  static let outOfScope: [(Asset, String, Finding.Status)] = [
    (.store("journey", collection: "sends", field: nil, rule: nil), "crowd", .notExamined),
    (.store("journey", collection: "other", field: nil, rule: nil), "withdrawal", .notExamined),
    (.store("support", collection: "sends", field: nil, rule: nil), "withdrawal", .notExamined),
    (.store("support", collection: nil, field: nil, rule: nil), "withdrawal", .notExamined),
    (.store("journey", collection: nil, field: nil, rule: nil), "crowd", .fixed),
    (.store("journey", collection: "people", field: "zip", rule: nil), "crowd", .fixed),
    (.store("journey", collection: "sends", field: nil, rule: "18"), "withdrawal", .fixed),
    (.rule(set: "spring", rule: "deleted"), "withdrawal", .fixed), (.rule(set: "spring", rule: nil), "crowd", .fixed),
    (.rule(set: "autumn", rule: "lapsed"), "withdrawal", .notExamined),
  ]

  @Test(arguments: outOfScope)
  func `only what was in scope can be fixed`(asset: Asset, control: String, status: Finding.Status) throws {
    let before = try Samples.findings([Samples.observation(control: control, asset: asset)])
    #expect(try compare(before, []).map(\.status) == [status])
  }

  @Test func `a rule set that a gap names by its path was not looked at`() throws {
    let before = try Samples.findings([Samples.observation(asset: Samples.rule)])
    let gap = Gap(subject: "rules/spring.yaml", reason: .unreadable, detail: "")
    #expect(try compare(before, [], gaps: [gap]).map(\.status) == [.notExamined])
  }

  @Test func `a control that left the policy is retired, and told once`() throws {
    let found = try compare([known(2)], [], controls: [])
    #expect(found.map(\.status) == [.retired] && found[0].previous == Counts(uses: 9, subjects: 2))
    #expect(try compare(found, [], controls: []).isEmpty)
  }

  @Test func `what is fixed is told once`() throws {
    #expect(try compare(compare([known(2)], []), []).isEmpty)
  }

  @Test func `what was not looked at keeps its last counts until it is`() throws {
    let gap = [Gap(subject: "journey", reason: .unreadable, detail: "")]
    var found = try compare([known(2)], [], gaps: gap)
    found = try compare(found, [], gaps: gap)
    #expect(found.map(\.status) == [.notExamined] && found[0].previous == Counts(uses: 9, subjects: 2))
    #expect(try compare(found, [now(2)]).map(\.status) == [.existing])
    #expect(try compare(found, [now(3)]).map(\.status) == [.worse])
    #expect(try compare(found, []).map(\.status) == [.fixed])
  }

  /// Whatever two runs found: nothing is lost, nothing appears from nowhere, and the order of the inputs does not matter.
  @Test func `every finding of both runs has one status`() throws {
    var random = SplitMix64(seed: 21)
    let pool = ["withdrawal", "crowd", "gone"].flatMap { control in
      [Samples.sends, Samples.people, Samples.rule].map { (control, $0) }
    }
    for _ in 0..<1000 {
      var draw: [Observation] {
        pool.filter { _ in random.oneIn(2) }.map { control, asset in
          Samples.observation(
            control: control, asset: asset,
            verdict: random.oneIn(4) ? .unverifiable(.limit) : .violation(.withdrawn),
            counts: Counts(uses: 1, subjects: random.oneIn(4) ? nil : Int.random(in: 0...3, using: &random)))
        }
      }
      let (before, current) = (try Samples.findings(draw), try Samples.findings(draw))
      let gaps = random.oneIn(3) ? [Gap(subject: "journey.sends", reason: .limit, detail: "")] : []
      let coverage = Coverage(Samples.report(current, gaps: gaps))
      let comparison = StatusComparison(previous: before, coverage: coverage, controls: Samples.controls)
      let found = comparison.compare(current)
      let names = (Set(before.map(\.fingerprint)), Set(current.map(\.fingerprint)))
      #expect(Set(found.map(\.fingerprint)) == names.0.union(names.1) && found.count == names.0.union(names.1).count)
      #expect(found == found.inReportOrder())
      let other = StatusComparison(
        previous: before.shuffled(using: &random), coverage: coverage, controls: Samples.controls)
      #expect(other.compare(current.shuffled(using: &random)) == found)
      for finding in found {
        let isKnown = names.0.contains(finding.fingerprint)
        switch finding.status {
        case .new: #expect(!isKnown)
        case .existing, .worse: #expect(isKnown && names.1.contains(finding.fingerprint))
        case .fixed:
          #expect(isKnown && !names.1.contains(finding.fingerprint))
          #expect(coverage.isComplete(finding.asset, under: finding.control))
        case .notExamined: #expect(!coverage.isComplete(finding.asset, under: finding.control))
        case .retired: #expect(finding.control == "gone" && !names.1.contains(finding.fingerprint))
        default: Issue.record("unexpected \(finding.status)")
        }
      }
    }
  }
}
