internal import Digests
public import GovernanceModel
internal import PolicyEngine
internal import RuleScanner
internal import SourceDocuments

/// Policy packs on their own: their examples as tests, and what a careful reader would ask about them.
public struct PolicyBench: Sendable {
  let policies: PolicySet
  /// The same packs with the cases of the files beside them.
  let tested: PolicySet

  /// Packs by file or shipped name; without any, those of the project, else every shipped one.
  public static func load(_ packs: [String], projectPath: String, installation: Installation) throws -> PolicyBench {
    if packs.isEmpty, let project = try projectIfAny(projectPath, installation) {
      return try PolicyBench(project.policies, files: Array(project.policyFiles.values), installation)
    }
    let vocabulary = try Vocabulary.read(installation.vocabularies())
    let names = packs.isEmpty ? installation.packs : packs
    let files = try names.map { name in
      try installation.packs.contains(name) ? installation.pack(name) : SourceFile.reading(name)
    }
    let read = try files.map { try Pack.read($0, vocabulary: vocabulary) }
    let policies = try PolicySet(vocabulary: vocabulary, packs: read.sorted { $0.id < $1.id }).checked()
    return try PolicyBench(policies, files: files, installation)
  }

  private init(_ policies: PolicySet, files: [SourceFile], _ installation: Installation) throws {
    self.policies = policies
    var tested = policies
    for file in files {
      guard let cases = try installation.cases(besides: file) else { continue }
      let digest = SHA256Digest.hexadecimal(of: file.bytes)
      guard let place = tested.packs.firstIndex(where: { $0.digest == digest }) else { continue }
      tested.packs[place] = try tested.packs[place].adding(casesOf: cases, vocabulary: policies.vocabulary)
    }
    self.tested = tested
  }

  /// The packs as they are written, without what the project asks of them besides.
  private static func projectIfAny(_ path: String, _ installation: Installation) throws -> Project? {
    let file = FileBytes.isDirectory(path) ? "\(path)/proviso.yaml" : path
    guard FileBytes.exists(file) else { return nil }
    return try Project.load(file, installation: installation)
  }

  public var controlCount: Int { policies.packs.reduce(0) { $0 + $1.controls.count } }

  /// The page on all controls, in Markdown.
  public var markdown: String { policies.markdown }

  /// Warnings and notes about the packs: what can be read off, then what is proved.
  ///
  /// - Parameter asOf: conditions that read the clock are judged within a year from here.
  public func lint(asOf: Instant) -> [Diagnostic] { policies.lint() + PolicyProver(policies, asOf: asOf).lint() }

  /// Runs the examples of every control: uses and records on the judge, rules on the gate.
  public func test() -> PolicyTestResult {
    let runner = ExampleRunner(tested)
    let rules = runner.ruleExamples.map { RuleExampleRunner(tested).outcome(of: $0) }
    let outcomes = runner.run() + rules
    return PolicyTestResult(
      controls: controlCount, examples: outcomes.count, diagnostics: outcomes.compactMap(\.diagnostic),
      coverage: PolicyCoverage(tested, outcomes: outcomes))
  }
}

/// How the examples of packs came out.
public struct PolicyTestResult: Sendable {
  public let controls: Int
  public let examples: Int
  /// One error an example that was judged otherwise.
  public let diagnostics: [Diagnostic]
  let coverage: PolicyCoverage

  public var failures: Int { diagnostics.count }

  public func text(color: Bool) -> String {
    let lines = diagnostics.map { $0.rendered(color: color) }
    let summary = "\(controls) controls, \(examples) examples: \(examples - failures) as expected, \(failures) not"
    return (lines + [summary]).joined(separator: "\n")
  }

  /// The share of controls or of obligations that cases reach, whichever is lower, in whole percent.
  public var coveredPercent: Int { coverage.percent }

  /// What is reached, then what is not, one line each.
  public func coverageText() -> String {
    func share(_ name: String, _ share: (covered: Int, all: Int)) -> String {
      "\(name) \(share.covered) of \(share.all) (\(PolicyCoverage.percent(share)) %)"
    }
    let head = "coverage: \(share("controls", coverage.controls)), \(share("obligations", coverage.obligations))"
    return ([head] + coverage.holes.map { "  \($0.control): \($0.what) (\($0.span))" }).joined(separator: "\n")
  }
}
