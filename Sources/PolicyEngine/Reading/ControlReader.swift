internal import Digests
internal import GovernanceModel
internal import SourceDocuments

/// Reads one control of a pack.
struct ControlReader {
  let vocabulary: Vocabulary

  /// Nil, with messages, when a required part is missing or wrong.
  func read(_ node: Node, _ problems: inout Problems) -> Control? {
    guard var fields = MappingReader(node, "a control", &problems) else { return nil }
    let idNode = fields.required("id", &problems)
    let id = idNode.flatMap { Control.readID($0, "a control", &problems) }
    let title = fields.text("title", &problems)
    let because = fields.optionalText("because", &problems)
    let law = fields.required("law", &problems).flatMap { readLaw($0, &problems) }
    let severity: Severity? = fields.required("severity", &problems)?.readChoice("severity", &problems)
    let appliesTo = fields.optional("appliesTo").map { readApplicability($0, &problems) } ?? Applicability()
    let asked = fields.required("require", &problems).flatMap { readRequirement($0, appliesTo, &problems) }
    let remedy = fields.optionalText("remedy", &problems)
    let examplesNode = fields.optional("examples")
    fields.finish(&problems)
    guard let asked else { return nil }
    let examples = readExamples(examplesNode, asked.requirement.kind, &problems)
    guard let idNode, let id, let title, let law, let severity else { return nil }
    return Control(
      id: id, title: title, because: because ?? "", law: law, severity: severity, appliesTo: appliesTo,
      requirement: asked.requirement, remedy: remedy ?? "", examples: examples,
      span: problems.file.span(idNode.position, length: Int(idNode.length)), requirementSpan: asked.span,
      requirementDigest: asked.digest)
  }

  private func readLaw(_ node: Node, _ problems: inout Problems) -> Law? {
    guard var fields = MappingReader(node, "a law", &problems) else { return nil }
    let name = fields.text("name", &problems)
    let article = fields.text("article", &problems)
    let inForce = fields.moment("inForce", &problems)?.start
    let untilNode = fields.optional("until")
    let until = fields.moment("until", &problems)?.start
    let citation: Citation? = fields.choice("citation", &problems)
    let note = fields.optionalText("note", &problems)
    fields.finish(&problems)
    if let inForce, let until, let untilNode, until <= inForce {
      problems.error("`until` lies after `inForce`", at: untilNode)
    }
    guard let name, let article else { return nil }
    return Law(
      name: name, article: article, inForce: inForce, until: until, isChecked: citation != .unchecked, note: note)
  }

  private enum Citation: String, CaseIterable { case checked, unchecked }

  private func readApplicability(_ node: Node, _ problems: inout Problems) -> Applicability {
    var appliesTo = Applicability()
    guard var fields = MappingReader(node, "`appliesTo`", &problems) else { return appliesTo }
    appliesTo.uses = fields.list("uses").compactMap { vocabulary.readUse($0, &problems) }
    appliesTo.categories = fields.list("categories").compactMap { vocabulary.readCategory($0, &problems) }
    appliesTo.subjects = fields.list("subjects").compactMap { vocabulary.readSubject($0, &problems) }
    appliesTo.channels = fields.list("channels").compactMap { $0.readText("channel", &problems).map(Channel.init) }
    fields.finish(&problems)
    return appliesTo
  }

  private func readExamples(
    _ node: Node?, _ kind: RequirementKind, _ problems: inout Problems
  ) -> [ControlExample] {
    guard let node else { return [] }
    guard let elements = node.elements else {
      problems.error("`examples` is a list; found \(node.kind)", at: node)
      return []
    }
    let reader = ExampleReader(vocabulary: vocabulary, kind: kind)
    return elements.compactMap { reader.read($0, &problems) }
  }
}
