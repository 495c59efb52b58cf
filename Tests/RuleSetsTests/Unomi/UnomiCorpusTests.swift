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

  static let library = files.reduce(into: UnomiLibrary()) { library, path in
    if let document = try? document(path) { library.add(document.root, of: document.file) }
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

  @Test func `only what Unomi would not take as an item is refused`() {
    let refused = Self.files.filter { (try? Self.document($0)) == nil }.map {
      String($0.split(separator: "/").last ?? "")
    }
    #expect(Self.files.count > 140)
    #expect(
      refused == [
        // GraphQL requests.
        "itests__src__test__resources__graphql__segment__delete-segment.json",
        "itests__src__test__resources__graphql__segment__get-segment.json",
        // A template with placeholders that are no JSON.
        "itests__src__test__resources__personalization-control-group.json",
        // An event.
        "manual__builtin-event-types__002.json",
      ])
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
    var wildcards: [String] = []
    for path in Self.files {
      guard let document = try? Self.document(path) else { continue }
      let set = try document.ruleSet(library: UnomiLibrary())
      if set.rules.contains(where: { rule in rule.exports.contains { $0.recipient == "browser" && $0.isWildcard } }) {
        wildcards.append(path)
      }
    }
    let spelled = try Self.files.filter { path in
      let bytes = try Corpus.bytes(of: path).filter { $0 > UInt8(ascii: " ") }
      return String(decoding: bytes, as: UTF8.self).contains(#""requiredProfileProperties":["*""#)
    }
    // One of them is the template, which is refused.
    #expect(wildcards == spelled.filter { !$0.hasSuffix("personalization-control-group.json") })
    #expect(wildcards.count == 4)
  }
}
