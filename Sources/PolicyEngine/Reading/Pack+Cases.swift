package import GovernanceModel
package import SourceDocuments

extension Pack {
  /// The pack with the cases of a file beside it: each a control's name and an example of it.
  ///
  /// ```yaml
  /// cases: gdpr
  /// tests:
  ///   - {control: gdpr-6-1-a-consent, violates: {use: {is: marketing, at: 2026-01-01}}, reason: noRecord}
  /// ```
  package func adding(casesOf file: SourceFile, vocabulary: Vocabulary) throws(InputError) -> Pack {
    var problems = Problems(in: file)
    let pack = adding(try Node.read(file), vocabulary, &problems)
    try problems.throwIfAny()
    return pack
  }

  private func adding(_ root: Node, _ vocabulary: Vocabulary, _ problems: inout Problems) -> Pack {
    guard var fields = MappingReader(root, "a file of cases", &problems) else { return self }
    let name = fields.required("cases", &problems)
    let tests = fields.required("tests", &problems)
    fields.finish(&problems)
    if let name, name.scalarText != id {
      problems.error("these are not cases of the pack `\(id)`", at: name, help: "expected `cases: \(id)`")
    }
    guard let tests else { return self }
    guard let elements = tests.elements, !elements.isEmpty else {
      problems.error("`tests` is a list of cases, at least one; found \(tests.kind)", at: tests)
      return self
    }
    var pack = self
    for element in elements { pack.add(element, vocabulary, &problems) }
    return pack
  }

  private mutating func add(_ node: Node, _ vocabulary: Vocabulary, _ problems: inout Problems) {
    guard let name = node["control"], let text = name.scalarText else {
      problems.error("a case names its control, as in `- {control: …, violates: …}`; found \(node.kind)", at: node)
      return
    }
    guard let place = controls.firstIndex(where: { $0.id == text }) else {
      problems.error(
        "the pack `\(id)` has no control `\(text)`", at: name,
        help: Problems.suggestion(for: text, among: controls.map(\.id)))
      return
    }
    let reader = ExampleReader(vocabulary: vocabulary, kind: controls[place].requirement.kind)
    if let example = reader.read(node, isCase: true, &problems) { controls[place].examples.append(example) }
  }
}
