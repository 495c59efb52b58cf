public import GovernanceModel
internal import PolicyEngine
internal import RuleScanner
internal import SourceDocuments

/// Policy packs on their own: their examples as tests, and what a careful reader would ask about them.
public struct PolicyBench: Sendable {
  let policies: PolicySet

  /// Packs by file or shipped name; without any, those of the project, else every shipped one.
  public static func load(_ packs: [String], projectPath: String, installation: Installation) throws -> PolicyBench {
    if packs.isEmpty, let project = try projectIfAny(projectPath, installation) {
      return PolicyBench(policies: project)
    }
    let vocabulary = try Vocabulary.read(installation.vocabularies())
    let names = packs.isEmpty ? installation.packs : packs
    let read = try names.map { name in
      let file = try installation.packs.contains(name) ? installation.pack(name) : SourceFile.reading(name)
      return try Pack.read(file, vocabulary: vocabulary)
    }
    return PolicyBench(
      policies: try PolicySet(vocabulary: vocabulary, packs: read.sorted { $0.id < $1.id }).checked())
  }

  /// The packs as they are written, without what the project asks of them besides.
  private static func projectIfAny(_ path: String, _ installation: Installation) throws -> PolicySet? {
    let file = FileBytes.isDirectory(path) ? "\(path)/proviso.yaml" : path
    guard FileBytes.exists(file) else { return nil }
    return try Project.load(file, installation: installation).policies
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
    let runner = ExampleRunner(policies)
    let rules = runner.ruleExamples.map { example in
      example.outcome(RuleExampleRunner(policies).verdict(on: example))
    }
    let outcomes = runner.run() + rules
    return PolicyTestResult(
      controls: controlCount, examples: outcomes.count, diagnostics: outcomes.compactMap(\.diagnostic))
  }
}

/// How the examples of packs came out.
public struct PolicyTestResult: Sendable {
  public let controls: Int
  public let examples: Int
  /// One error an example that was judged otherwise.
  public let diagnostics: [Diagnostic]

  public var failures: Int { diagnostics.count }

  public func text(color: Bool) -> String {
    let lines = diagnostics.map { $0.rendered(color: color) }
    let summary = "\(controls) controls, \(examples) examples: \(examples - failures) as expected, \(failures) not"
    return (lines + [summary]).joined(separator: "\n")
  }
}
