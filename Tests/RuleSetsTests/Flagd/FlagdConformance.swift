import GovernanceModel
import ProvisoTesting
import SourceDocuments

@testable import RuleSets

extension ConformanceSuite {
  /// The scenarios of the evaluator, each row of examples one case.
  static let flagdGherkin = ConformanceSuite(
    name: "flagd, Gherkin", source: "open-feature/flagd-testbed 82ba89e",
    run: {
      var score = Score()
      let (file, root) = try corpusTree("flagd/evaluator__flags__testkit-flags.json")
      for path in Corpus.files(in: "rules/flagd", suffixes: [".feature"]) {
        let text = String(decoding: try Corpus.bytes(of: path), as: UTF8.self)
        for scenario in GherkinScenario.read(text) { try FlagdScenario(scenario, file, root).run(&score) }
      }
      return score
    })
}

/// One scenario with the values of one row of its examples put in.
struct GherkinScenario {
  var name: String
  var tags: Set<String>
  var steps: [String]
  /// Rows below a step, such as the metadata that are expected.
  var table: [[String]] = []

  static func read(_ text: String) -> [GherkinScenario] {
    var reader = GherkinReader()
    for line in text.split(separator: "\n") { reader.read(line.trimmed) }
    reader.endOutline()
    return reader.scenarios
  }
}

extension Substring {
  var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}

private struct GherkinReader {
  var scenarios: [GherkinScenario] = []
  private var outline: GherkinScenario?
  private var examples: [(tags: Set<String>, rows: [[String]])] = []
  private var isInExamples = false
  private var tags: Set<String> = []
  private var background: [String] = []
  private var isInBackground = false

  mutating func read(_ line: String) {
    if line.isEmpty || line.hasPrefix("#") { return }
    if line.hasPrefix("@") {
      tags = Set(line.split(separator: " ").map(String.init))
    } else if line.hasPrefix("Feature:") {
      tags = []
    } else if line.hasPrefix("Background:") {
      isInBackground = true
    } else if line.hasPrefix("Scenario") {
      endOutline()
      outline = GherkinScenario(name: line, tags: tags, steps: background)
      (tags, isInBackground, isInExamples) = ([], false, false)
    } else if line.hasPrefix("Examples:") {
      examples.append((tags, []))
      (tags, isInExamples) = ([], true)
    } else if line.hasPrefix("|") {
      let cells = line.dropFirst().dropLast().split(separator: "|", omittingEmptySubsequences: false).map(\.trimmed)
      if isInExamples { examples[examples.count - 1].rows.append(cells) } else { outline?.table.append(cells) }
    } else if isInBackground {
      background.append(line)
    } else if line.contains(" ") {
      let verbs = ["Given ", "And ", "When ", "Then "]
      if verbs.contains(where: line.hasPrefix) { outline?.steps.append(line) }
    }
  }

  mutating func endOutline() {
    defer { (outline, examples) = (nil, []) }
    guard let outline else { return }
    if examples.isEmpty { scenarios.append(outline) }
    for (tags, rows) in examples {
      for row in rows.dropFirst() {
        var scenario = outline
        scenario.tags.formUnion(tags)
        for (name, value) in zip(rows[0], row) {
          scenario.steps = scenario.steps.map { $0.replacing("<\(name)>", with: value) }
        }
        scenarios.append(scenario)
      }
    }
  }
}

/// Plays a scenario against the evaluator, as a provider of OpenFeature would.
private struct FlagdScenario {
  let scenario: GherkinScenario
  let file: SourceFile
  let root: Node
  private var type = ""
  private var key = ""
  private var fallback = ""
  private var context: [String: JSONValue] = [:]

  init(_ scenario: GherkinScenario, _ file: SourceFile, _ root: Node) {
    (self.scenario, self.file, self.root) = (scenario, file, root)
  }

  func run(_ score: inout ConformanceSuite.Score) throws {
    var player = self
    for step in scenario.steps where !step.hasPrefix("Then ") { player.arrange(step) }
    try player.check(&score)
  }

  /// The texts in quotes of a step.
  private static func quoted(_ step: String) -> [String] {
    step.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset.isMultiple(of: 2) == false }.map { String($0.element) }
  }

  private mutating func arrange(_ step: String) {
    let words = Self.quoted(step)
    if step.contains("-flag with key") {
      type = String(step.split(separator: " ").first { $0.hasSuffix("-flag") } ?? "").replacing("-flag", with: "")
      (key, fallback) = (words[0], words[1])
    } else if step.contains("targeting key") {
      context["targetingKey"] = .text(words[0])
    } else if step.contains("nested property") {
      context[words[0]] = .object([words[1]: .text(words[2])])
    } else if step.contains("context containing a key") {
      context[words[0]] = words[1] == "Integer" ? .number(Double(words[2]) ?? .nan) : .text(words[2])
    }
  }

  private func check(_ score: inout ConformanceSuite.Score) throws {
    let flags = try RuleDocument(rule: legacy(root), in: file, as: .flagd)
    var (value, reason, error): (JSONValue?, String?, String?) = (nil, nil, nil)
    let flag = FlagdFlag.flags(in: flags).first { $0.key == key }
    if let flag {
      var tracer: LogicTracer?
      do throws(EvaluationError) {
        let resolution = try flag.resolve(.object(context), now: .distantPast, tracer: &tracer)
        (value, reason) = (resolution.value ?? typed(fallback), resolution.reason.rawValue)
        if !isOfType(value ?? .null) { (value, error) = (typed(fallback), "TYPE_MISMATCH") }
      } catch let failure {
        // The caller's own default stands in for what cannot be resolved.
        (value, error) = (typed(fallback), failure.reason)
      }
    } else {
      error = "FLAG_NOT_FOUND"
    }
    for step in scenario.steps where step.hasPrefix("Then ") || step.hasPrefix("And the ") {
      let words = Self.quoted(step)
      let place = "\(scenario.name) \(key) \(step)"
      if step.contains("resolved details value") {
        score.count(value == typed(words[0]), "\(place): \(value?.jsonText ?? "nothing")")
      } else if step.contains("reason should be") {
        // OpenFeature's STATIC is a kind of default.
        score.count(reason == words[0], "\(place): \(reason ?? "none")")
      } else if step.contains("error-code") {
        score.count(error == words[0], "\(place): \(error ?? "none")")
      } else if step.contains("metadata is empty") {
        score.count(flag?.metadata(root).isEmpty == true, place)
      } else if step.contains("metadata should contain") {
        let known = flag?.metadata(root) ?? [:]
        for row in scenario.table.dropFirst() { score.count(known[row[0]]?.asText == row[2], "\(place) \(row[0])") }
      } else {
        score.outOfScope["a step that is no result", default: 0] += 1
      }
    }
  }

  /// The tables of version 1 bucket as `fractionalEvaluation` does here.
  private func legacy(_ node: Node) -> Node {
    guard scenario.tags.contains("@fractional-v1") else { return node }
    if let elements = node.elements { return Node(.sequence(elements.map(legacy)), at: node.position) }
    guard let entries = node.entries else { return node }
    return Node(
      .mapping(
        entries.map { entry in
          Node.Entry(
            key: entry.key == "fractional" ? "fractionalEvaluation" : entry.key, keyPosition: entry.keyPosition,
            value: legacy(entry.value))
        }), at: node.position)
  }

  private func typed(_ text: String) -> JSONValue {
    switch type {
    case "Boolean": .boolean(text == "true")
    case "Integer", "Float": .number(Double(text) ?? .nan)
    case "Object": text == "{}" ? .object([:]) : .text(text)
    default: .text(text)
    }
  }

  private func isOfType(_ value: JSONValue) -> Bool {
    switch (type, value) {
    case ("Boolean", .boolean), ("Integer", .number), ("Float", .number), ("String", .text), ("Object", .object): true
    default: false
    }
  }
}
