import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// `Examples/ci` says what it expects, and the files that CI services read are run as they would run them.
@Suite struct CIExampleTests {
  private static let example = "\(Binary.root)/Examples/ci"

  /// A copy outside of this repository, so that paths are the project's own.
  private func project() throws -> Workplace {
    let place = try Workplace()
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.example)
    for name in names where !["expected", "README.md"].contains(name) {
      try FileManager.default.copyItem(atPath: "\(Self.example)/\(name)", toPath: "\(place.path)/\(name)")
    }
    return place
  }

  private func yaml(_ path: String) throws -> Node {
    try Node.yaml(SourceFile(path: path, bytes: Workplace.bytes(at: "\(Binary.root)/\(path)")))
  }

  private func text(_ node: Node?, _ keys: String...) throws -> String {
    let found = keys.reduce(node) { node, key in Int(key).flatMap { node?.elements?[$0] } ?? node?[key] }
    return try #require(found?.scalarText, "\(keys)")
  }

  @Test func `every output is what the example says`() throws {
    let place = try project()
    let outputs = ["sarif", "junit", "github", "markdown", "gitlab", "json", "xml"]
    let outcome = try place.proviso.run(
      ["gate", "--as-of", "2026-11-22", "--against", "before"] + outputs.flatMap { ["-o", "\($0):out/gate.\($0)"] })
    #expect(outcome.status == 1, "\(outcome.everything)")
    let folder = "\(Self.example)/expected"
    try expectGolden(outcome.output, "gate.txt", in: folder)
    for name in outputs { try expectGolden(place.read("out/gate.\(name)"), "gate.\(name)", in: folder) }
    _ = try ReportFile(place.bytes("out/gate.xml"))
  }

  @Test func `only what is new blocks, and each output agrees with the exit code`() throws {
    let place = try project()
    func status(_ arguments: String...) throws -> Int32 {
      try place.proviso.run(["gate", "--as-of", "2026-11-22"] + arguments).status
    }
    #expect(try status("--against", "before", "--fail-on", "critical") == 1)
    try place.write(
      place.read("rules/spring.yaml").replacing(
        "    audience: {attribute: purchases.lastAt, olderThan: P90D}",
        with: "    audience: {consent: marketing.communications.email, channel: email}"), to: "rules/spring.yaml")
    #expect(try status("--against", "before") == 0)
    // Without a baseline `birthday` is new; with one it is known, unless known ones are asked for.
    #expect(try status() == 1)
    #expect(try status("--against", "before", "--include-existing") == 1)
    #expect(try status("--fail-on", "high") == 0)
    // The waiver holds through its last day in UTC.
    #expect(try status("--against", "before", "--as-of", "2027-01-31T23:59:59Z") == 0)
    #expect(try status("--against", "before", "--as-of", "2027-02-01T00:00:00Z") == 1)
  }

  @Test func `the pack of the example is tested whole`() throws {
    let outcome = try project().proviso.run("policy", "test", "--threshold", "100")
    #expect(outcome.status == 0, "\(outcome.everything)")
    #expect(outcome.output.contains("controls 2 of 2 (100 %), obligations 2 of 2 (100 %)"))
  }

  @Test func `a pack without its cases is below the threshold`() throws {
    let place = try project()
    try place.remove("policies/house.cases.yaml")
    let outcome = try place.proviso.run("policy", "test", "--coverage", "--threshold", "100")
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("house-owner: no case that breaks it (policies/house.yaml:"))
    #expect(outcome.complaints.contains("is below 100 %"))
  }

  // MARK: - GitHub

  @Test func `the inputs of the action are declared, described, and never part of its script`() throws {
    let action = try yaml("action.yml")
    #expect(try text(action, "runs", "using") == "composite")
    let inputs = try #require(action["inputs"]?.entries)
    for input in inputs { #expect(try !text(input.value, "description").isEmpty, "\(input.key)") }
    let step = try #require(action["runs"]?["steps"]?.elements?.first)
    #expect(try !text(step, "run").contains("${{"))
    let used = try #require(step["env"]?.entries).compactMap(\.value.scalarText)
    #expect(Set(used) == Set(inputs.map { "${{ inputs.\($0.key) }}" }))
  }

  private func action(_ place: Workplace, _ inputs: [String: String]) throws -> Binary.Outcome {
    let script = try text(yaml("action.yml"), "runs", "steps", "0", "run")
    var binary = place.proviso
    binary.environment = [
      "PROJECT": "proviso.yaml", "PATHS": "", "AGAINST": "", "FAIL_ON": "", "SARIF": "proviso.sarif", "JUNIT": "",
      "GITHUB_OUTPUT": "\(place.path)/output", "GITHUB_STEP_SUMMARY": "\(place.path)/summary.md",
    ].merging(inputs) { $1 }
    return try binary.shell("set -eo pipefail\n\(script)")
  }

  @Test func `the action annotates, writes SARIF and a summary, and ends as the gate does`() throws {
    let place = try project()
    try place.write("# Before\n", to: "summary.md")
    let outcome = try action(place, ["AGAINST": "before", "JUNIT": "j.xml", "FAIL_ON": "high"])
    #expect(outcome.status == 1, "\(outcome.everything)")
    #expect(outcome.output.contains("::error file=rules/spring.yaml,line=26"))
    #expect(try place.read("output") == "exit-code=1\n")
    #expect(try place.read("summary.md").hasPrefix("# Before\n## Proviso gate: 1 blocking finding\n"))
    #expect(place.exists("proviso.sarif") && place.exists("j.xml"))
  }

  @Test func `the action takes paths, one a line`() throws {
    let place = try project()
    let outcome = try action(place, ["PATHS": "before/rules\nrules/none.yaml\n"])
    #expect(outcome.status == 3 && outcome.complaints.contains("rules/none.yaml"))
    #expect(try place.read("output") == "exit-code=3\n")
  }

  @Test(arguments: ["AGAINST", "PATHS", "FAIL_ON", "PROJECT"])
  func `no input of the action is run or read as an option`(name: String) throws {
    let place = try project()
    for text in ["$(touch pwned)", "; touch pwned", "--version", "\" && touch pwned #"] {
      let outcome = try action(place, [name: text])
      #expect([2, 3].contains(outcome.status), "\(text): \(outcome.everything)")
      #expect(!place.exists("pwned"))
    }
  }

  @Test func `a summary without a file to add it to is a slip of usage`() throws {
    var binary = try project().proviso
    binary.environment = ["GITHUB_STEP_SUMMARY": ""]
    #expect(try binary.run("gate", "--github-summary").status == 2)
  }

  @Test func `the workflows of the example and of init are YAML, and give the action what it takes`() throws {
    let inputs = try Set(#require(yaml("action.yml")["inputs"]?.entries).map(\.key))
    let workflow = try yaml("Examples/ci/.github/workflows/proviso.yml")
    let steps = try #require(workflow["jobs"]?["gate"]?["steps"]?.elements)
    let given = try #require(steps.first { $0["id"]?.scalarText == "gate" }?["with"]?.entries).map(\.key)
    #expect(!given.isEmpty && inputs.isSuperset(of: given))
    let place = try Workplace()
    _ = try place.proviso.run("init")
    let made = try Node.yaml(SourceFile(path: "w", bytes: place.bytes(".github/workflows/proviso.yml")))
    let lines = try #require(made["jobs"]?["gate"]?["steps"]?.elements).compactMap { $0["run"]?.scalarText }
    var binary = place.proviso
    binary.environment = ["GITHUB_STEP_SUMMARY": "\(place.path)/s.md"]
    for line in lines {
      let outcome = try binary.shell(line.replacing("proviso ", with: "\"$PROVISO\" ", maxReplacements: 1))
      #expect(outcome.status != 2, "\(outcome.everything)")
    }
    #expect(lines.count == 1)
  }

  // MARK: - GitLab and pre-commit

  @Test(arguments: ["", "HEAD"])
  func `the job of GitLab writes the reports that it announces`(base: String) throws {
    let place = try project()
    _ = try place.proviso.shell(
      "git init -q . && git add -A && git -c user.name=t -c user.email=t@example.org commit -q -m one")
    let template = try yaml("templates/gitlab-ci.yml")
    let job = try #require(template[".proviso-gate"])
    var binary = place.proviso
    binary.environment = ["PROVISO_PROJECT": "proviso.yaml", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base]
    let script = try text(job, "script", "0").replacing("proviso gate", with: "\"$PROVISO\" gate --as-of 2026-11-22")
    let outcome = try binary.shell(script)
    #expect(outcome.status == (base.isEmpty ? 1 : 0), "\(outcome.everything)")
    let reports = try #require(job["artifacts"]?["reports"]?.entries).compactMap(\.value.scalarText)
    #expect(reports.count == 2 && reports.allSatisfy(place.exists))
    #expect(try text(yaml("Examples/ci/.gitlab-ci.yml"), "proviso-gate", "extends") == ".proviso-gate")
  }

  @Test func `each hook of pre-commit runs, and the example names only hooks that there are`() throws {
    let hooks = try #require(yaml(".pre-commit-hooks.yaml").elements)
    let place = try project()
    _ = try place.proviso.shell(
      "git init -q . && git add -A && git -c user.name=t -c user.email=t@example.org commit -q -m one")
    for hook in hooks {
      let entry = try text(hook, "entry").replacing("proviso ", with: "\"$PROVISO\" ", maxReplacements: 1)
      let outcome = try place.proviso.shell("export GIT_INDEX_FILE=.git/index GIT_DIR=.git; \(entry)")
      #expect(outcome.status == 0, "\(outcome.everything)")
    }
    let used = try #require(yaml("Examples/ci/.pre-commit-config.yaml")["repos"]?.elements?.first?["hooks"]?.elements)
    #expect(try Set(used.map { try text($0, "id") }).isSubset(of: hooks.map { try text($0, "id") }))
  }
}
