public import GovernanceModel
internal import Predicates
internal import RuleSets
internal import SourceDocuments

/// A rule file looked into: what its rules lower to, and what they say of a person.
public struct RuleInspection: Sendable {
  let document: RuleDocument
  let ruleSet: RuleSet

  /// Reads a rule file.
  ///
  /// - Parameter format: a name of a format; nil to tell it by content.
  /// - Parameter beside: other files of the same project, whose definitions the rules may refer to.
  public static func load(
    _ path: String, format: String?, beside paths: [String] = []
  ) throws(InputError) -> RuleInspection {
    do {
      let document = try RuleDocument(SourceFile.reading(path), as: try Self.format(format))
      var library = UnomiLibrary()
      for path in paths { library.add(try RuleDocument(SourceFile.reading(path))) }
      library.add(document)
      return RuleInspection(document: document, ruleSet: try document.ruleSet(library: library))
    } catch { throw error.withoutPersonalWords }
  }

  /// The format of a name; throws with the nearest one for what is none.
  static func format(_ name: String?) throws(InputError) -> RuleSetFormat? {
    guard let name else { return nil }
    if let format = RuleSetFormat.named(name) { return format }
    let known = RuleSetFormat.all.map(\.name)
    let near = nearestName(to: name, among: known).map { "did you mean `\($0)`?" }
    throw InputError([
      Diagnostic(
        .error, "`\(name)` is no format of rule sets",
        help: near ?? "expected one of " + known.joined(separator: ", "))
    ])
  }

  /// Names of all formats.
  public static var formats: [String] { RuleSetFormat.all.map(\.name) }

  /// The rules to show: all, or one by its id.
  func rules(_ id: String?) throws(InputError) -> [Rule] {
    guard let id else { return ruleSet.rules }
    let found = ruleSet.rules.filter { $0.id == id }
    if found.isEmpty {
      throw InputError([
        Diagnostic(
          .error, "there is no rule `\(id)` in `\(document.file.path)`",
          help: nearestName(to: id, among: ruleSet.rules.map(\.id)).map { "did you mean `\($0)`?" })
      ])
    }
    return found
  }
}
