import GovernanceModel
import Predicates
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

/// The client specification of Unleash: each file holds a state, and what a client must answer on it.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct UnleashConformanceTests {
  static let files = Corpus.files(in: "rules/unleash", suffixes: [".json"])

  static func root(_ path: String) throws -> (root: Node, file: SourceFile) {
    let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
    return (try Node.json(file), file)
  }

  private func contexts(_ test: JSONValue) -> UnleashContext {
    UnleashContext(data: test["context"] ?? .object([:]), now: Instant(microseconds: 1_700_000_000_000_000))
  }

  @Test(arguments: files) func `each answer of the specification is reproduced`(path: String) throws {
    let (root, file) = try Self.root(path)
    let state = UnleashState(root, file)
    #expect(!state.problems.hasErrors)
    let evaluator = UnleashEvaluator(state: state)
    let data = JSONValue(root)
    for test in data["tests"]?.elements ?? [] {
      let found = evaluator.isEnabled(test["toggleName"]?.textValue ?? "", contexts(test))
      #expect(found == Truth(test["expectedResult"] == .boolean(true)), "\(test["description"]?.textValue ?? "")")
    }
    for test in data["variantTests"]?.elements ?? [] {
      let found = evaluator.variant(test["toggleName"]?.textValue ?? "", contexts(test))
      #expect(found == test["expectedResult"], "\(test["description"]?.textValue ?? "")")
    }
  }

  /// Where the lowered audience has no opaque part, it says whom the feature is on for.
  @Test(arguments: files) func `the lowered audience agrees with the expected answers`(path: String) throws {
    let (root, file) = try Self.root(path)
    let set = try UnleashFormat.ruleSet(root, of: file)
    for test in JSONValue(root)["tests"]?.elements ?? [] {
      guard let rule = set.rules.first(where: { $0.id == test["toggleName"]?.textValue }) else { continue }
      var facts = PersonFacts(person: test["context"] ?? .object([:]))
      facts.person = Self.typed(facts.person, like: rule.audience)
      let truth = rule.audience.evaluate(on: facts)
      guard truth != .unknown else { continue }
      #expect(truth == Truth(test["expectedResult"] == .boolean(true)), "\(test["description"]?.textValue ?? "")")
    }
  }

  /// A context holds texts; an attribute that a rule compares with a number is one.
  private static func typed(_ person: JSONValue, like predicate: Predicate) -> JSONValue {
    var properties = person["properties"]?.members ?? [:]
    for (name, value) in person.members ?? [:] where value.textValue != nil && properties[name] == nil {
      properties[name] = value
    }
    predicate.forEachPart { part in
      guard case .compare(let path, _, let literal) = part, path.text.hasPrefix("properties.") else { return }
      let name = String(path.text.dropFirst("properties.".count))
      guard let text = properties[name]?.textValue else { return }
      switch literal {
      case .integer, .decimal: properties[name] = .number(JavaScriptNumber.parse(text))
      default: break
      }
    }
    return .object((person.members ?? [:]).merging(["properties": .object(properties)]) { $1 })
  }

  @Test func `each file is told by its content`() throws {
    #expect(Self.files.count == 14)
    for path in Self.files { #expect(UnleashFormat.recognises(try Self.root(path).root), "\(path)") }
  }
}
