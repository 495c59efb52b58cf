import Foundation
import GovernanceModel
import PolicyEngine
import SourceDocuments
import Testing

/// The packs that ship with the product: they are read, their examples come out as they say, and nothing contradicts.
@Suite struct ShippedPackTests {
  static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "policies")

  static func files(in folder: String) throws -> [SourceFile] {
    let directory = root.appending(path: folder)
    let names = try FileManager.default.contentsOfDirectory(atPath: directory.path).filter {
      $0.hasSuffix(".yaml") && !$0.hasSuffix(".cases.yaml")
    }
    return try names.sorted().map { name in
      let bytes = Array(try Data(contentsOf: directory.appending(path: name)))
      return try SourceFile(path: "policies/\(folder)/\(name)", bytes: bytes)
    }
  }

  static func policies() throws -> PolicySet {
    let vocabulary = try Vocabulary.read(files(in: "vocabulary"))
    let packs = try files(in: "packs").map { try Pack.read($0, vocabulary: vocabulary) }
    return try PolicySet(vocabulary: vocabulary, packs: packs).checked()
  }

  private static func rendered(_ read: () throws -> PolicySet) throws -> PolicySet {
    do {
      return try read()
    } catch let error as InputError {
      Issue.record("\(error.rendered(color: false))")
      throw error
    }
  }

  @Test func `the fideslang 3.1 keys are all there`() throws {
    let vocabulary = try Self.rendered(Self.policies).vocabulary
    #expect(vocabulary.categories.count == 85)
    #expect(vocabulary.uses.count == 56)
    #expect(vocabulary.subjects.count == 15)
  }

  @Test func `every example of a use or a record comes out as it says`() throws {
    let outcomes = ExampleRunner(try Self.rendered(Self.policies)).run()
    #expect(outcomes.count > 100)
    for diagnostic in outcomes.compactMap(\.diagnostic) {
      Issue.record("\(diagnostic.rendered(color: false))")
    }
  }

  @Test func `every control has examples, a reason and a remedy, and none repeats or contradicts another`() throws {
    let questions = try Self.rendered(Self.policies).lint().filter { !$0.message.hasSuffix("unchecked") }
    for diagnostic in questions where diagnostic.level != .note {
      Issue.record("\(diagnostic.rendered(color: false))")
    }
  }

  @Test func `every control can be explained`() throws {
    let policies = try Self.rendered(Self.policies)
    for control in policies.packs.flatMap(\.controls) {
      let explanation = try #require(policies.explanation(of: control.id))
      #expect(explanation.text.contains(control.title))
      #expect(explanation.text.contains("asks: "))
      #expect((explanation.citationNote == nil) == control.law.isChecked)
    }
  }
}
