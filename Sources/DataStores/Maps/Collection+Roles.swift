package import GovernanceModel

extension Collection {
  /// Plays a part that only data about persons plays.
  var isAboutPersons: Bool {
    roleThatNeedsSubject != nil || profile != nil || requests != nil || disclosures != nil || !anchors.isEmpty
  }

  /// The key of the first part that cannot be played without a subject key.
  var roleThatNeedsSubject: String? {
    if uses != nil { return "uses" }
    if consents != nil { return "consents" }
    if audience != nil { return "audience" }
    return erasures != nil ? "erasures" : nil
  }

  var readsInstants: Bool { !instantColumns.isEmpty || !anchors.isEmpty }

  private var instantColumns: [InstantColumn] {
    [
      uses?.at, consents?.at, consents?.recordedAt, consents?.expiresAt, profile?.updatedAt, audience?.entered,
      audience?.left, erasures?.at, requests?.received, requests?.closed, requests?.extended, disclosures?.at,
    ].compactMap { $0 }
  }

  private var words: [ColumnOrConstant] {
    [
      uses?.use, uses?.channel, uses?.controller, uses?.basis, consents?.purpose, consents?.action, consents?.channel,
      consents?.controller, consents?.kind, consents?.actor, consents?.method, consents?.noticeID,
      consents?.noticeVersion, consents?.noticeLanguage, audience?.audience, audience?.use, audience?.channel,
      requests?.type, disclosures?.recipient, disclosures?.sale, disclosures?.country, disclosures?.safeguard,
      disclosures?.use,
    ].compactMap { $0 }
  }

  /// Every column that the map promises, in byte order. A word that may be a constant promises none.
  package var promisedColumns: [String] {
    var names = Set(fields.map(\.name)).union(fields.compactMap(\.updatedAt))
    names.formUnion(instantColumns.map(\.column))
    names.formUnion(words.filter { $0.constant == nil }.compactMap(\.column))
    names.formUnion(
      [subject, uses?.rule, uses?.attributes, uses?.updates, consents?.evidence, consents?.signal?.column]
        .compactMap { $0 })
    names.formUnion(anchors.values)
    names.formUnion(profile?.quasiIdentifiers ?? [])
    return names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Data uses that the map itself names, as constants or as translations.
  package var namedUses: Set<String> {
    var names: Set<String> = []
    for word in [uses?.use, consents?.purpose, audience?.use, disclosures?.use].compactMap({ $0 }) {
      if let constant = word.constant, word.column == nil { names.insert(constant) }
      names.formUnion(word.values.values)
    }
    return names
  }
}

extension Collection {
  /// The categories of one of its fields: the field's own (those of the field around it count as own), else its own.
  package func categories(of field: Field) -> [DataCategory] {
    field.categories.isEmpty ? categories : field.categories
  }
}
