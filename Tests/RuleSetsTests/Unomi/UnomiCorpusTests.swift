import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@testable import RuleSets

@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct UnomiCorpusTests {
  static let files = Corpus.files(in: "rules/unomi", suffixes: [".json"])

  static func document(_ path: String) throws -> RuleDocument {
    let bytes = try Corpus.bytes(of: path)
    return try RuleDocument(SourceFile(path: path, bytes: bytes))
  }

  static var library: UnomiLibrary {
    files.reduce(into: UnomiLibrary()) { library, path in
      if let document = try? document(path) { library.add(document.root, of: document.file) }
    }
  }

  /// Texts that show a template, a GraphQL query or an event are no Unomi items; each is one clear error.
  @Test(arguments: files) func `each file is read, or is refused with its place`(path: String) throws {
    do {
      let document = try Self.document(path)
      let set = try document.ruleSet(library: Self.library)
      #expect(document.isOnlyDefinitions == set.rules.isEmpty)
      for rule in set.rules { #expect(!rule.id.isEmpty) }
    } catch let error as InputError {
      #expect(error.diagnostics.count == 1)
      #expect(error.diagnostics.first?.span != nil)
    }
  }

  @Test func `nearly all of them are read`() {
    let refused = Self.files.filter { (try? Self.document($0)) == nil }.map { $0.split(separator: "/").last ?? "" }
    #expect(Self.files.count > 140)
    // A template with placeholders, GraphQL requests, and an event.
    #expect(refused.count <= 6, "refused: \(refused.joined(separator: ", "))")
  }

  /// A file with `script::` in a value of a rule is opaque somewhere; a condition type may hold one as well.
  @Test func `scripts never pass as understood`() throws {
    let library = Self.library
    for path in Self.files {
      guard let document = try? Self.document(path), !document.isOnlyDefinitions,
        document.file.text.contains("script::")
      else { continue }
      let set = try document.ruleSet(library: library)
      #expect(set.rules.contains { !$0.opaque.isEmpty }, "\(path)")
    }
  }

  @Test func `every request for all profile properties is a wildcard export`() throws {
    var wildcards = 0
    for path in Self.files {
      guard let document = try? Self.document(path) else { continue }
      let set = try document.ruleSet(library: UnomiLibrary())
      if set.rules.contains(where: { rule in rule.exports.contains { $0.recipient == "browser" && $0.isWildcard } }) {
        wildcards += 1
      }
    }
    #expect(wildcards >= 5)
  }
}
