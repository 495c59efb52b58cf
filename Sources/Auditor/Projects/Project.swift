internal import AuditLedger
internal import DataStores
internal import Digests
public import GovernanceModel
internal import PolicyEngine
internal import RuleSets
internal import SourceDocuments

/// A project: policies, data maps and settings, read and checked. Stores and rule sets are opened later.
public struct Project: Sendable {
  struct Store: Sendable {
    var name: String
    var location: StoreLocation
    var driver: String?
    /// What no output may hold.
    var secrets: [Redacted<String>]
    /// Environment variables that it needs and that are not set.
    var unset: [Diagnostic]
    var mapPath: String
    var map: DataMap
  }

  let name: String
  /// The project file, as the user would write it.
  let path: String
  let folder: String
  let installation: Installation
  let policies: PolicySet
  let stores: [Store]
  let drivers: DriverPaths
  /// Files of rule sets, as `proviso.yaml` names them.
  let ruleSets: [RuleSetRequest]
  let ledgerPath: String
  let pseudonymKeyPath: String
  /// Where findings are put aside; the file need not be there.
  let waiversPath: String
  let sampleSize: Int
  let memory: Int?
  /// How long an audit may take; nil for no limit.
  public let timeLimit: TimeLimit?
  /// SHA-256 of the project file, its packs and its vocabularies: another one may judge otherwise.
  let configuration: String
  /// Policy files by path, for excerpts.
  let policyFiles: [String: SourceFile]
  /// What is worth saying of the data maps and packs, though it stops nothing.
  public let warnings: [Diagnostic]
  /// The severity from which a finding breaks the gate.
  public let failOn: Severity
  /// Nil: the project runs no personalisation core.
  let core: CoreFiles?

  /// Reads `proviso.yaml` (a file, or a folder that holds it) with everything that it names.
  ///
  /// - Parameter environment: of the process, for secrets and for where drivers lie.
  public static func load(
    _ path: String, installation: Installation, environment: @escaping (String) -> String? = { _ in nil }
  ) throws(InputError) -> Project {
    let file = try file(path)
    do {
      return try ProjectLoader(file: file, installation: installation, environment: environment).project()
    } catch { throw error.withoutPersonalWords }
  }

  /// The project file at a path, or in a folder.
  static func file(_ path: String) throws(InputError) -> SourceFile {
    let path = FileBytes.isDirectory(path) ? "\(path)/proviso.yaml" : path
    guard FileBytes.exists(path) else {
      throw InputError([
        Diagnostic(
          .error, "cannot read `\(path)`: no such file",
          help: "make a project here with `proviso init`, or name one with `--project PATH`")
      ])
    }
    return try SourceFile.reading(path)
  }

  /// The waivers of the project; none when there is no file of them.
  func waivers() throws(InputError) -> [Waiver] {
    guard FileBytes.exists(waiversPath) else { return [] }
    do {
      return try Waiver.read(SourceFile.reading(waiversPath))
    } catch { throw error.withoutPersonalWords }
  }
}

/// A pattern of rule files with what their formats do not say.
struct RuleSetRequest: Sendable {
  var pattern: String
  var defaults: RuleDefaults
  /// Nil: told by content.
  var format: RuleSetFormat?
}

extension SourceFile {
  /// Reads a file whole, as text.
  static func reading(_ path: String) throws(InputError) -> SourceFile {
    try SourceFile(path: path, bytes: FileBytes.read(path))
  }
}
