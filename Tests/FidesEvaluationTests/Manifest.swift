import FidesEvaluation
import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments

/// How Fides ends, in the form in which its outcomes were recorded.
struct RecordedOutcome: Equatable {
  struct Violation: Hashable {
    let place: String
    let categories: [String]
    let uses: [String]
    let subjects: [String]
  }

  var name: String
  /// Each as often as it was told.
  var violations: [Violation: Int] = [:]
  var missing: [String] = []

  init(name: String) { self.name = name }

  init(_ node: Node) {
    name = node["outcome"]?.text ?? ""
    missing = node["missing"]?.texts ?? []
    if name == "UNRESOLVED" { missing = node["why"]?.texts ?? [] }
    for violation in node["violations"]?.elements ?? [] {
      let told = Violation(
        place: violation["where"]?.text ?? "", categories: violation["data_categories"]?.texts.sorted() ?? [],
        uses: violation["data_uses"]?.texts.sorted() ?? [], subjects: violation["data_subjects"]?.texts.sorted() ?? [])
      violations[told, default: 0] += 1
    }
  }
}

extension Node {
  var texts: [String] { elements?.compactMap(\.text) ?? [] }
}

/// Manifests for tests.
enum Manifest {
  /// The keys of the shipped vocabulary.
  static func defaultKeys() throws -> [String] {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let path = root.appending(path: "policies/vocabulary/fideslang.yaml").path
    let node = try Node.yaml(SourceFile(path: path, bytes: Array(Data(contentsOf: URL(filePath: path)))))
    return ["dataCategories", "dataUses", "dataSubjects"].flatMap { name in
      node[name]?.elements?.compactMap { $0["key"]?.text } ?? []
    }
  }

  static func files(at path: String) throws -> [String] {
    let isFolder = try URL(filePath: path).resourceValues(forKeys: [.isDirectoryKey]).isDirectory ?? false
    guard isFolder else { return [path] }
    return try FileManager.default.subpathsOfDirectory(atPath: path).sorted()
      .filter { $0.hasSuffix(".yml") || $0.hasSuffix(".yaml") }.map { "\(path)/\($0)" }
  }

  static func outcome(ofFiles paths: [String], defaults: [String]) -> RecordedOutcome {
    do {
      let documents = try paths.map { path in
        let file = try SourceFile(path: path, bytes: Array(Data(contentsOf: URL(filePath: path))))
        return (try Node.yaml(file), file)
      }
      return outcome(of: documents, defaults: defaults)
    } catch { return RecordedOutcome(name: "PARSE_ERROR") }
  }

  static func outcome(of documents: [(Node, SourceFile)], defaults: [String]) -> RecordedOutcome {
    var notes: [Diagnostic] = []
    guard let manifests = try? Manifests.read(documents.map { (node: $0.0, file: $0.1) }, notes: &notes) else {
      return RecordedOutcome(name: "INVALID")
    }
    return RecordedOutcome(FidesEvaluation(manifests, defaults: defaults).run())
  }

  /// One file, read.
  static func manifests(_ text: String) throws -> Manifests {
    let file = try SourceFile(path: "m.yml", bytes: Array(text.utf8))
    var notes: [Diagnostic] = []
    return try Manifests.read([(node: try Node.yaml(file), file: file)], notes: &notes)
  }
}

extension RecordedOutcome {
  init(_ outcome: FidesOutcome) {
    switch outcome {
    case .noPolicy: self.init(name: "NO_POLICY")
    case .missingKeys(let keys):
      self.init(name: "MISSING_KEYS")
      missing = keys
    case .unresolved(let reason):
      self.init(name: "UNRESOLVED")
      missing = [reason.words]
    case .evaluated(let found):
      self.init(name: found.isEmpty ? "PASS" : "FAIL")
      for violation in found {
        let told = Violation(
          place: violation.subject, categories: violation.categories, uses: violation.uses,
          subjects: violation.subjects)
        violations[told, default: 0] += 1
      }
    }
  }
}
