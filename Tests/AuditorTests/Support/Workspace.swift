import Foundation
import GovernanceModel
import ProvisoTesting

@testable import Auditor

/// A project folder of its own for one test, beside the shipped packs.
struct Workspace {
  let folder: TemporaryFolder
  static let asOf = Instant(microseconds: 1_780_272_000_000_000)  // 2026-06-01

  /// The repository, which holds `policies/`.
  static let installation = Installation(
    root: URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().path)

  init(_ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try write(text, to: name) }
  }

  func write(_ text: String, to name: String) throws {
    try FileBytes.write(Array(text.utf8), to: path(name))
  }

  func path(_ name: String) -> String { folder.path(name) }
  var root: String { folder.url.path }

  func project() throws(InputError) -> Project { try Project.load(root, installation: Self.installation) }

  func auditor() throws -> Auditor { Auditor(project: try project(), asOf: Self.asOf, generator: "test") }

  /// The gate's report on the rule sets of the project.
  func gate() throws -> Report {
    var notes: [Diagnostic] = []
    return try auditor().gate([], notes: &notes)
  }

  /// The diagnostics of the project; empty when it loads.
  func complaints() -> [Diagnostic] {
    do {
      _ = try project()
      return []
    } catch { return error.diagnostics }
  }

  /// A pack with one control that asks each rule for an owner.
  static let ownerPack = """
    pack: own
    title: Ours
    version: "1"
    controls:
      - id: own-owner
        title: Each rule has an owner
        because: Somebody answers.
        law: {name: House rule, article: "1"}
        severity: high
        require:
          review: {owner: true}
        remedy: Add an owner.

    """

  static let ownerlessRule = """
    ruleset: spring
    rules:
      - {id: lapsed, use: personalize.content, audience: {attribute: purchases.lastAt, olderThan: P90D}}

    """
}
