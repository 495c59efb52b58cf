internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

extension CollectionReader {
  /// Reads a collection's `proviso:` block; gives its own `subject`.
  func readBlock(
    _ node: Node, into collection: inout Collection, _ names: ColumnNames, _ problems: inout Problems
  ) -> String? {
    guard var block = MappingReader(node, "`proviso` of a collection", &problems) else { return nil }
    let subject = names.column("subject", in: &block, &problems)
    if let type = block.optionalText("subjectType", &problems) { collection.subjectType = DataSubject(type) }
    collection.mayBeEmpty = block.boolean("mayBeEmpty", default: false, &problems)
    collection.uses = role("uses", &block, names, &problems, Self.uses)
    collection.consents = role("consents", &block, names, &problems, Self.consents)
    collection.profile = role("profile", &block, names, &problems, Self.profile)
    collection.audience = role("audience", &block, names, &problems, Self.audience)
    collection.erasures = role("erasures", &block, names, &problems, Self.erasures)
    collection.requests = role("requests", &block, names, &problems, Self.requests)
    collection.disclosures = role("disclosures", &block, names, &problems, Self.disclosures)
    collection.anchors = anchors(block.optional("anchors"), names, &problems)
    block.finish(&problems)
    return subject
  }

  private typealias RoleReader<Role> = (inout MappingReader, ColumnNames, inout Problems) -> Role?

  private func role<Role>(
    _ key: String, _ block: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems,
    _ read: RoleReader<Role>
  ) -> Role? {
    guard let node = block.optional(key), var keys = MappingReader(node, "`\(key)`", &problems) else { return nil }
    let role = read(&keys, names, &problems)
    keys.finish(&problems)
    return role
  }

  private func anchors(_ node: Node?, _ names: ColumnNames, _ problems: inout Problems) -> [String: String] {
    guard let node, var keys = MappingReader(node, "`anchors`", &problems) else { return [:] }
    var anchors: [String: String] = [:]
    for anchor in ["created", "lastUpdated", "lastActivity", "collected"] {
      anchors[anchor] = names.column(anchor, in: &keys, &problems)
    }
    keys.finish(&problems)
    return anchors
  }
}

// MARK: - Roles

extension CollectionReader {
  /// First segments of fideslang's data uses, and ways to reach a person: never taken for columns of the same name.
  static let openUse = ColumnNames.PlainWord.open(constants: [
    "analytics", "collect", "employment", "essential", "finance", "functional", "marketing", "personalize", "sales",
    "third_party_sharing", "train_ai_system",
  ])
  static let openChannel = ColumnNames.PlainWord.open(constants: Set(Channel.common.map(\.name) + ["mail"]))
  static let plainColumn = ColumnNames.PlainWord.column(constants: [])

  private static func uses(_ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems) -> UseLog? {
    let use = names.requiredWord("use", openUse, in: &keys, &problems)
    let at = names.requiredInstant("at", in: &keys, &problems)
    let bases = LegalBasis.allCases.map(\.rawValue)
    let log = (
      channel: names.word("channel", openChannel, in: &keys, &problems),
      controller: names.word("controller", plainColumn, in: &keys, &problems),
      rule: names.column("rule", in: &keys, &problems),
      basis: names.word("basis", .column(constants: Set(bases)), among: bases, in: &keys, &problems),
      reads: keys.texts("reads", &problems),
      attributes: names.column("attributes", in: &keys, &problems),
      updates: names.column("updates", in: &keys, &problems)
    )
    guard let use, let at else { return nil }
    return UseLog(
      use: use, at: at, channel: log.channel, controller: log.controller, rule: log.rule, basis: log.basis,
      reads: log.reads, attributes: log.attributes, updates: log.updates)
  }

  private static func profile(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> ProfileTable? {
    let updatedAt = names.instant("updatedAt", in: &keys, &problems)
    let quasiIdentifiers = keys.list("quasiIdentifiers").compactMap { node in
      let name = node.readText("quasiIdentifiers", &problems)
      if let name { names.check(name, at: node, &problems) }
      return name
    }
    return ProfileTable(updatedAt: updatedAt, quasiIdentifiers: quasiIdentifiers)
  }

  private static func audience(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> AudienceTable? {
    let audience = names.requiredWord("audience", plainColumn, in: &keys, &problems)
    let use = names.requiredWord("use", openUse, in: &keys, &problems)
    let channel = names.word("channel", openChannel, in: &keys, &problems)
    let entered = names.requiredInstant("entered", in: &keys, &problems)
    let left = names.instant("left", in: &keys, &problems)
    guard let audience, let use, let entered else { return nil }
    return AudienceTable(audience: audience, use: use, channel: channel, entered: entered, left: left)
  }

  private static func erasures(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> ErasureRegister? {
    names.requiredInstant("at", in: &keys, &problems).map(ErasureRegister.init)
  }

  private static func requests(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> RequestRegister? {
    let type = names.requiredWord("type", plainColumn, in: &keys, &problems)
    let received = names.requiredInstant("received", in: &keys, &problems)
    let closed = names.requiredInstant("closed", in: &keys, &problems)
    let extended = names.instant("extended", in: &keys, &problems)
    guard let type, let received, let closed else { return nil }
    return RequestRegister(type: type, received: received, closed: closed, extended: extended)
  }

  private static func disclosures(
    _ keys: inout MappingReader, _ names: ColumnNames, _ problems: inout Problems
  ) -> DisclosureLog? {
    let recipient = names.requiredWord("recipient", plainColumn, in: &keys, &problems)
    let at = names.requiredInstant("at", in: &keys, &problems)
    let sale = names.word(
      "sale", .column(constants: ["true", "false"]), among: ["true", "false"], in: &keys, &problems)
    let country = names.word("country", plainColumn, in: &keys, &problems)
    let safeguard = names.word("safeguard", plainColumn, in: &keys, &problems)
    let use = names.word("use", openUse, in: &keys, &problems)
    guard let recipient, let at else { return nil }
    return DisclosureLog(recipient: recipient, at: at, sale: sale, country: country, safeguard: safeguard, use: use)
  }
}
