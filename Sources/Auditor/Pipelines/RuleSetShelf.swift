internal import GovernanceModel
internal import RuleSets
internal import SourceDocuments

/// The rule sets of a run, loaded; and what was asked for and held none.
struct RuleSetShelf {
  var ruleSets: [RuleSet] = []
  var gaps: [Gap] = []

  /// Loads every file that the requests name; throws everything that is malformed at once.
  static func load(_ requests: [RuleSetRequest]) throws(InputError) -> RuleSetShelf {
    var shelf = RuleSetShelf()
    var documents: [(document: RuleDocument, defaults: RuleDefaults)] = []
    var library = UnomiLibrary()
    var problems: [Diagnostic] = []
    var seen: Set<String> = []
    for request in requests {
      let files = FilePattern.files(matching: request.pattern)
      if files.isEmpty, !FilePattern.isPattern(request.pattern), !FileBytes.isDirectory(request.pattern) {
        problems.append(Diagnostic(.error, "cannot read `\(request.pattern)`: no such file"))
      } else if files.isEmpty {
        shelf.gaps.append(Gap(subject: request.pattern, reason: .notExamined, detail: "no rule file matches"))
      }
      for path in files where seen.insert(path).inserted {
        do {
          let document = try RuleDocument(SourceFile.reading(path), as: request.format)
          library.add(document)
          documents.append((document, request.defaults))
        } catch { problems += error.diagnostics }
      }
    }
    for (document, defaults) in documents where !document.isOnlyDefinitions {
      do {
        shelf.add(try document.ruleSet(library: library).filled(with: defaults))
      } catch { problems += error.diagnostics }
    }
    guard problems.isEmpty else { throw InputError(problems).withoutPersonalWords }
    if !documents.isEmpty, shelf.ruleSets.isEmpty, shelf.gaps.isEmpty {
      let paths = documents.map(\.document.file.path).joined(separator: ", ")
      shelf.gaps.append(Gap(subject: paths, reason: .notExamined, detail: "only definitions, no rule"))
    }
    return shelf
  }

  private mutating func add(_ ruleSet: RuleSet) {
    if ruleSet.rules.isEmpty {
      gaps.append(Gap(subject: ruleSet.path, reason: .notExamined, detail: "the rule set has no rule"))
    }
    ruleSets.append(ruleSet)
  }
}
