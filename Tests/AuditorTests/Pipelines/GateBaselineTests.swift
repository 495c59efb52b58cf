import Foundation
import GovernanceModel
import ProvisoTesting
import Testing

@testable import Auditor

/// `proviso gate --against`: what is new since a report, a folder, a git revision.
@Suite struct GateBaselineTests {
  private static let project = """
    project: test
    policies: [pack.yaml]
    ruleSets: ["rules/*.yaml"]

    """

  private static func rules(_ ids: String..., owned: [String] = []) -> String {
    let rules = (ids + owned).map { id in
      "  - {id: \(id), use: personalize.content, \(owned.contains(id) ? "owner: crm, " : "")audience: {attribute: a, equals: 1}}"
    }
    return "ruleset: spring\nrules:\n" + rules.joined(separator: "\n") + "\n"
  }

  private func workspace(_ rules: String) throws -> Workspace {
    try Workspace([
      "proviso.yaml": Self.project, "pack.yaml": Workspace.ownerPack, "rules/spring.yaml": rules,
    ])
  }

  private func gate(
    _ work: Workspace, _ paths: [String] = [], against baseline: Baseline?
  ) throws -> (statuses: [String: Finding.Status], notes: [String], report: Report) {
    var notes: [Diagnostic] = []
    let report = try work.auditor().gate(paths, against: baseline, notes: &notes)
    let statuses = Dictionary(report.findings.map { ($0.asset.description, $0.status) }) { first, _ in first }
    return (statuses, notes.map(\.message), report)
  }

  private func git(_ folder: String, _ arguments: String...) throws {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-C", folder, "-c", "user.name=t", "-c", "user.email=t@example.org"] + arguments
    (process.standardOutput, process.standardError) = (FileHandle.nullDevice, FileHandle.nullDevice)
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "git \(arguments)")
  }

  private func commit(_ work: Workspace, _ branch: String = "main") throws {
    try git(work.root, "init", "-q", "-b", branch)
    try git(work.root, "add", "-A")
    try git(work.root, "commit", "-q", "-m", "before")
  }

  @Test func `without a baseline everything is new`() throws {
    let found = try gate(workspace(Self.rules("a")), against: nil)
    #expect(found.statuses == ["rule:spring/a": .new] && found.report.baseline == nil)
  }

  @Test func `since a revision: what is new, known, mended`() throws {
    let work = try workspace(Self.rules("a", "b"))
    try commit(work)
    let before = try FileManager.default.subpathsOfDirectory(atPath: work.root).filter { !$0.hasPrefix(".git") }
    try work.write(Self.rules("a", "c", owned: ["b"]), to: "rules/spring.yaml")
    let found = try gate(work, against: .revision("main"))
    #expect(found.statuses == ["rule:spring/a": .existing, "rule:spring/b": .fixed, "rule:spring/c": .new])
    #expect(found.report.baseline == "main")
    #expect(found.notes.contains { $0.contains("rule `spring/c`, added: newly reached, for example {") })
    #expect(!found.notes.contains { $0.contains("no longer reached") })
    // Neither the working tree nor git's index has changed.
    #expect(try FileManager.default.subpathsOfDirectory(atPath: work.root).filter { !$0.hasPrefix(".git") } == before)
    #expect(throws: Never.self) { try git(work.root, "diff", "--cached", "--quiet") }
  }

  @Test func `a path is looked for at the revision too, and a moved or renumbered rule is known`() throws {
    let work = try workspace(Self.rules("a", "b"))
    try commit(work)
    try work.write("# moved\n\n" + Self.rules("b", "a"), to: "rules/spring.yaml")
    let found = try gate(work, [work.path("rules/spring.yaml")], against: .revision("HEAD"))
    #expect(found.statuses == ["rule:spring/a": .existing, "rule:spring/b": .existing])
    try work.write(Self.rules("d"), to: "rules/other.yaml")
    let new = try gate(work, [work.path("rules/other.yaml")], against: .revision("HEAD"))
    #expect(new.statuses == ["rule:spring/d": .new])
  }

  /// `export-ignore` would hide the rules from `git archive`.
  @Test func `no attribute hides a file of the revision`() throws {
    let work = try workspace(Self.rules("a"))
    try work.write("rules/* export-ignore\n", to: ".gitattributes")
    try commit(work)
    #expect(try gate(work, against: .revision("main")).statuses == ["rule:spring/a": .existing])
  }

  @Test func `the policy of that time judges the rules of that time`() throws {
    let work = try workspace(Self.rules("a"))
    let lax = Workspace.ownerPack.replacing("{owner: true}", with: "{end: true}").replacing(
      "own-owner", with: "own-end")
    try work.write(lax, to: "pack.yaml")
    try commit(work)
    try work.write(Workspace.ownerPack, to: "pack.yaml")
    // The control is new, so what it finds is new; what the old one found is retired.
    let report = try gate(work, against: .revision("main")).report
    #expect(Set(report.findings.map { "\($0.control) \($0.status)" }) == ["own-owner new", "own-end retired"])
  }

  @Test(arguments: [
    "nowhere", "", "--help", "-n", "--output=x", "HEAD; touch pwned", "$(touch pwned)", "main..main", "HEAD:rules",
  ])
  func `what is no revision is refused, and runs nothing`(name: String) throws {
    let work = try workspace(Self.rules("a"))
    try commit(work)
    let error = #expect(throws: Failure.self) { _ = try gate(work, against: .revision(name)) }
    #expect(error?.description.contains("no git revision") == true)
    #expect(!FileManager.default.fileExists(atPath: work.path("pwned")))
    #expect(!FileManager.default.fileExists(atPath: work.path("x")))
  }

  @Test func `outside of a repository a revision is refused`() throws {
    let work = try workspace(Self.rules("a"))
    let error = #expect(throws: Failure.self) { _ = try gate(work, against: .revision("main")) }
    #expect(error?.description.contains("no git repository") == true)
  }

  @Test(arguments: ["proviso.yaml", "rules/spring.yaml", "pack.yaml"])
  func `what cannot be read at the revision makes everything new, and says so`(file: String) throws {
    let work = try workspace(Self.rules("a"))
    let sound = try String(contentsOfFile: work.path(file), encoding: .utf8)
    try work.write("broken: [", to: file)
    try commit(work)
    try work.write(sound, to: file)
    let found = try gate(work, against: .revision("main"))
    #expect(found.statuses == ["rule:spring/a": .new])
    #expect(found.notes.count == 1 && found.notes[0].contains("every finding is new"))
  }

  @Test func `a project that was not there yet makes everything new`() throws {
    let work = try workspace(Self.rules("a"))
    let text = try String(contentsOfFile: work.path("proviso.yaml"), encoding: .utf8)
    try FileManager.default.removeItem(atPath: work.path("proviso.yaml"))
    try commit(work)
    try work.write(text, to: "proviso.yaml")
    let found = try gate(work, against: .revision("main"))
    #expect(found.statuses == ["rule:spring/a": .new] && found.notes.contains { $0.contains("no project file") })
  }

  @Test func `since a folder, with a project or with rule files only`() throws {
    let work = try workspace(Self.rules("a", "c"))
    let old = try workspace(Self.rules("a", "b"))
    let expected: [String: Finding.Status] = [
      "rule:spring/a": .existing, "rule:spring/b": .fixed, "rule:spring/c": .new,
    ]
    #expect(try gate(work, against: .folder(old.root)).statuses == expected)
    #expect(try gate(work, against: .folder(old.path("rules"))).statuses == expected)
  }

  @Test(arguments: ["report.xml", "report.json"])
  func `since a report`(name: String) throws {
    let work = try workspace(Self.rules("a", "b"))
    let format: ReportFormat = name.hasSuffix("xml") ? .xml : .json
    let before = try gate(work, against: nil).report
    try Auditor.write(Auditor.render(before, as: format, RenderOptions()), to: work.path(name))
    try work.write(Self.rules("a", "c", owned: ["b"]), to: "rules/spring.yaml")
    let found = try gate(work, against: .report(path: work.path(name)))
    #expect(found.statuses == ["rule:spring/a": .existing, "rule:spring/b": .fixed, "rule:spring/c": .new])
  }

  @Test(arguments: ["<report/>", "<", "{}", "", "hello", "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>"])
  func `a report that is none is refused`(text: String) throws {
    let work = try workspace(Self.rules("a"))
    try work.write(text, to: "base.xml")
    do {
      _ = try gate(work, against: .report(path: work.path("base.xml")))
      Issue.record("accepted \(text)")
    } catch {
      let failure = Failure(error)
      #expect(failure.kind == .badInput)
      #expect(failure.diagnostics.contains { $0.rendered(color: false).contains("base.xml") }, "\(failure)")
    }
  }

  @Test func `a waiver that is taken away opens its finding again`() throws {
    let work = try workspace(Self.rules("a"))
    let finding = try #require(try gate(work, against: nil).report.findings.first)
    try work.waive(finding)
    #expect(try gate(work, against: nil).statuses == ["rule:spring/a": .waived])
    try commit(work)
    #expect(try gate(work, against: .revision("main")).statuses == ["rule:spring/a": .waived])
    try FileManager.default.removeItem(atPath: work.path("waivers.yaml"))
    #expect(try gate(work, against: .revision("main")).statuses == ["rule:spring/a": .reopened])
  }

  @Test func `a waiver outlives a change of the control only as stale`() throws {
    let work = try workspace(Self.rules("a"))
    try work.waive(try #require(try gate(work, against: nil).report.findings.first))
    try work.write(Workspace.ownerPack.replacing("{owner: true}", with: "{owner: true, end: true}"), to: "pack.yaml")
    let found = try gate(work, against: nil).report.findings.filter { $0.verdict == .violation(.noOwner) }
    #expect(found.map(\.status) == [.waiverStale])
  }

  @Test func `a waiver of a finding that was mended is no pass`() throws {
    let work = try workspace(Self.rules("a", "b"))
    let finding = try #require(try gate(work, against: nil).report.findings.first)
    try work.waive(finding)
    try work.write(Self.rules("b", owned: ["a"]), to: "rules/spring.yaml")
    let report = try gate(work, against: nil).report
    #expect(report.gaps.map(\.reason) == [.dangling] && !report.isComplete)
  }

  @Test func `a name is a file, a folder, a run or a revision`() throws {
    let work = try workspace(Self.rules("a"))
    #expect(Baseline(work.root) == .folder(work.root))
    #expect(Baseline(work.path("pack.yaml")) == .report(path: work.path("pack.yaml")))
    #expect(Baseline("nowhere.json") == .report(path: "nowhere.json"))
    #expect(Baseline("12") == .run(12) && Baseline("run:1234567") == .run(1_234_567))
    #expect(Baseline("1234567") == .revision("1234567") && Baseline("git:12") == .revision("12"))
    #expect(Baseline("origin/main") == .revision("origin/main") && Baseline("run:x") == .revision("run:x"))
  }
}

extension Workspace {
  /// Waives a finding for the last day that is allowed.
  func waive(_ finding: Finding, atMost: Int? = nil) throws {
    _ = try auditor().waive(
      WaiverRequest(
        fingerprint: finding.fingerprint, owner: "crm", approver: "dpo", reason: "soon", approved: Self.asOf.date,
        until: CivilDate(daysSinceEpoch: Self.asOf.date.daysSinceEpoch + 365), atMost: atMost))
  }
}
