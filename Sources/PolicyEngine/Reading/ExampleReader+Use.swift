internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension ExampleReader {
  /// `{is: marketing.communications.email, at: 2026-03-02, channel: email, basis: consent, reads: [...]}`.
  func readUse(_ node: Node, _ problems: inout Problems) -> UseRecord? {
    guard var fields = MappingReader(node, "a use", &problems) else { return nil }
    let use = fields.required("is", &problems).flatMap { vocabulary.readUse($0, &problems) }
    let hasInstant = fields.required("at", &problems) != nil
    let at = hasInstant ? fields.moment("at", &problems) : nil
    let channel = fields.optionalText("channel", &problems).map(Channel.init)
    let controller = fields.optionalText("controller", &problems)
    let rule = fields.optionalText("rule", &problems)
    let basis = fields.optional("basis").flatMap { LegalBasis.read($0, &problems) }
    let subjectType = fields.optional("subjectType").flatMap { vocabulary.readSubject($0, &problems) }
    let reads = fields.list("reads").compactMap { readRead($0, &problems) }
    fields.finish(&problems)
    guard let use, let at else { return nil }
    return UseRecord(
      subject: Self.subject, use: use, channel: channel, controller: controller, at: at, rule: rule, reads: reads,
      basis: basis, subjectType: subjectType)
  }

  /// A data category, an attribute path that the vocabulary knows, or a mapping that says everything.
  private func readRead(_ node: Node, _ problems: inout Problems) -> AttributeRead? {
    guard node.entries != nil else { return readNamedRead(node, &problems) }
    guard var fields = MappingReader(node, "an attribute read", &problems) else { return nil }
    let attribute = fields.text("attribute", &problems)
    let categories = fields.list("categories").compactMap { vocabulary.readCategory($0, &problems) }
    let level = fields.optional("granularity").flatMap { vocabulary.readGranularity($0, &problems) }
    let isInferred = fields.boolean("inferred", default: false, &problems)
    let updatedAt = fields.moment("updatedAt", &problems)?.start
    fields.finish(&problems)
    return attribute.map {
      AttributeRead(
        attribute: $0, categories: categories, granularity: level, isInferred: isInferred, updatedAt: updatedAt)
    }
  }

  private func readNamedRead(_ node: Node, _ problems: inout Problems) -> AttributeRead? {
    guard let name = node.readText("reads", &problems) else { return nil }
    if vocabulary.categories[name] != nil {
      return AttributeRead(attribute: name, categories: [DataCategory(name)])
    }
    if let pattern = AttributeClassifier(vocabulary.attributes).pattern(for: name) {
      return AttributeRead(
        attribute: name, categories: pattern.categories, granularity: pattern.granularity,
        isInferred: pattern.isInferred)
    }
    _ = vocabulary.readCategory(node, &problems)
    return nil
  }

  /// `{given: marketing, at: 2026-01-01, kind: express}`: the key that is an action names the purpose.
  func readEvent(_ node: Node, _ problems: inout Problems) -> ConsentEvent? {
    guard var fields = MappingReader(node, "a consent event", &problems) else { return nil }
    let actions = ConsentAction.allCases.compactMap { action in fields.optional(action.rawValue).map { (action, $0) } }
    let hasInstant = fields.required("at", &problems) != nil
    let at = hasInstant ? fields.moment("at", &problems) : nil
    let recordedAt = fields.moment("recordedAt", &problems)
    let expiresAt = fields.moment("expiresAt", &problems)
    let channel = fields.optionalText("channel", &problems).map(Channel.init)
    let controller = fields.optionalText("controller", &problems)
    let kind: ConsentKind? = fields.choice("kind", &problems)
    let actor: ConsentActor? = fields.choice("actor", &problems)
    let method = fields.optionalText("method", &problems)
    let notice = fields.optional("notice").flatMap { readNotice($0, &problems) }
    let evidence = fields.optionalText("evidence", &problems)
    let source = fields.optionalText("source", &problems)
    let before = problems.diagnostics.count
    fields.finish(&problems)
    guard let (action, purposeNode) = actions.first, actions.count == 1 else {
      if actions.count > 1 || problems.diagnostics.count == before {
        problems.error("a consent event has one action, such as `given: marketing`", at: node)
      }
      return nil
    }
    guard let purpose = vocabulary.readUse(purposeNode, allowsEvery: true, &problems), let at else { return nil }
    return ConsentEvent(
      subject: Self.subject, purpose: purpose, channel: channel, controller: controller, action: action, at: at,
      recordedAt: recordedAt, expiresAt: expiresAt, kind: kind ?? .express, actor: actor ?? .self, method: method,
      notice: notice, evidence: evidence, source: source)
  }

  private func readNotice(_ node: Node, _ problems: inout Problems) -> ConsentEvent.Notice? {
    guard node.entries != nil else { return node.readText("notice", &problems).map { ConsentEvent.Notice(id: $0) } }
    guard var fields = MappingReader(node, "a notice", &problems) else { return nil }
    let id = fields.text("id", &problems)
    let version = fields.optionalText("version", &problems)
    let language = fields.optionalText("language", &problems)
    fields.finish(&problems)
    return id.map { ConsentEvent.Notice(id: $0, version: version, language: language) }
  }
}
