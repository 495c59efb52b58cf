import FidesEvaluation
import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Against outcomes that were recorded from Fides 2.86.2.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
struct RecordedOutcomeTests {
  @Test func `every recorded path whose input is here ends as it does with Fides`() throws {
    let text = try Corpus.bytes(of: "fideslang/expected-evaluate.json")
    let recorded = try Node.read(SourceFile(path: "expected-evaluate.json", bytes: text))
    let folder = try #require(Corpus.directory).appending(path: "fideslang")
    let defaults = try Manifest.defaultKeys()
    var (right, absent) = (0, [String]())
    for member in try #require(recorded.members) {
      let path = folder.appending(path: member.key).path
      guard FileManager.default.fileExists(atPath: path) else {
        absent.append(member.key)
        continue
      }
      let outcome = Manifest.outcome(ofFiles: try Manifest.files(at: path), defaults: defaults)
      let expected = RecordedOutcome(member.value)
      #expect(outcome == expected, "\(member.key)")
      right += outcome == expected ? 1 : 0
    }
    print("Fides, recorded paths: \(right) right, \(absent.count) without input: \(absent)")
    #expect(right >= 38)
  }

  @Test func `every differential case ends as it does with Fides`() throws {
    let text = String(decoding: try Corpus.bytes(of: "fideslang/differential.jsonl"), as: UTF8.self)
    let defaults = try Manifest.defaultKeys()
    var (right, failing, total) = (0, 0, 0)
    for line in text.split(separator: "\n") {
      let file = try SourceFile(path: "case.json", bytes: Array(line.utf8))
      let node = try Node.read(file)
      let manifest = try #require(node["manifest"])
      let expected = RecordedOutcome(try #require(node["expected"]))
      let outcome = Manifest.outcome(of: [(manifest, file)], defaults: defaults)
      #expect(outcome == expected, "seed \(node["seed"]?.scalarText ?? "")")
      total += 1
      right += outcome == expected ? 1 : 0
      failing += expected.name == "FAIL" ? 1 : 0
    }
    print("Fides, differential cases: \(right) of \(total) right, \(failing) of them FAIL")
    #expect(total > 100 && right == total)
  }

  @Test func `the comparisons of upstream's unit tests`() throws {
    let text = try Corpus.bytes(of: "fideslang/evaluate/compare-rule-cases.json")
    let cases = try #require(Node.read(SourceFile(path: "cases.json", bytes: text)).elements)
    #expect(cases.count == 16)
    for node in cases {
      let input = try #require(node["input"])
      let mode = try #require(FidesMatch.Mode(rawValue: input["rule_match"]?.text ?? ""))
      let lineages = try #require(input["declaration_type_hierarchies"]?.elements).map(\.texts)
      let match = FidesMatch(mode, try #require(input["rule_types"]).texts)
      #expect(match.violating(lineages) == Set(try #require(node["output"]).texts), "\(node["test"]?.text ?? "")")
    }
  }
}
