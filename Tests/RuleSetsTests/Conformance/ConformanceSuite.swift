import ProvisoTesting
import RuleSets
import SourceDocuments
import Testing

/// A suite of cases with expected results that others wrote, and how Proviso does on it.
struct ConformanceSuite: Sendable, CustomTestStringConvertible {
  /// Cases of one kind counted apart, such as those left out for a reason.
  struct Score: Sendable {
    var right = 0
    /// Cases that Proviso refuses to understand, and says so.
    var opaque = 0
    /// What each wrong case was, without its data.
    var wrong: [String] = []
    /// Cases that ask for something else, by reason.
    var outOfScope: [String: Int] = [:]

    var total: Int { right + opaque + wrong.count + outOfScope.values.reduce(0, +) }

    mutating func count(_ isRight: Bool, _ description: @autoclosure () -> String) {
      if isRight { right += 1 } else { wrong.append(description()) }
    }
  }

  /// As the table names it.
  let name: String
  /// Repository and commit, or the page of the documentation that the cases follow.
  let source: String
  let run: @Sendable () throws -> Score

  var testDescription: String { name }
}

/// Every suite, one line each, in the order of the table. The suites stand in files of their own.
enum ConformanceSuites {
  static let all: [ConformanceSuite] = [
    .jsonLogicCanonical,
    .jsonLogicOpen,
    .flagdGherkin,
    .jsonRulesEngineDocumentation,
  ]
}

/// The corpus' folder of rules.
func corpusTree(_ path: String) throws -> (file: SourceFile, root: Node) {
  let file = try SourceFile(path: path, bytes: try Corpus.bytes(of: "rules/" + path))
  return (file, try Node.json(file))
}
