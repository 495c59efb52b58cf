package import GovernanceModel

extension GPPString {
  /// What is wrong with each section at an instant, in their order.
  package func remarks(at instant: Instant, terms: TCFTerms = .current) -> [(section: String, remark: SignalRemark)] {
    entries.flatMap { entry in
      entry.section.remarks(id: entry.id, at: instant, terms: terms).map { (Self.name(ofSection: entry.id), $0) }
    }
  }
}

extension ConsentSignal {
  /// What is wrong with the signal at an instant.
  package func remarks(at instant: Instant, terms: TCFTerms = .current) -> [SignalRemark] {
    switch self {
    case .tcf(let string): string.remarks(at: instant, terms: terms)
    case .legacyTCF: [.legacyVersion]
    case .gpp(let string): string.remarks(at: instant, terms: terms).map(\.remark)
    case .section(let entry): entry.section.remarks(id: entry.id, at: instant, terms: terms)
    case .usPrivacy(let string): GPPString.Section.usPrivacy(string).remarks(id: 6, at: instant, terms: terms)
    case .gcs, .gcd: []
    }
  }
}

extension GPPString.Section {
  package func remarks(id: Int, at instant: Instant, terms: TCFTerms = .current) -> [SignalRemark] {
    switch self {
    case .europe(let string): string.remarks(at: instant, terms: terms)
    case .canada(let string): string.wire == .fixed ? [.olderWire] : []
    case .usPrivacy(let string): (string.version == 1 ? [] : [.versionMismatch(string.version)]) + [.deprecated]
    case .us(let section): section.remarks
    case .unknown: [.unknownSection(id)]
    }
  }
}

extension USSection {
  fileprivate var remarks: [SignalRemark] {
    var remarks: [SignalRemark] = []
    if version != layout.version, !(layout.id == 7 && version == 1) { remarks.append(.versionMismatch(version)) }
    if layout.id >= 24 { remarks.append(.experimentalSection) }
    for (field, value) in zip(layout.fields, values) {
      switch value {
      case .one(3): remarks.append(.undefinedAnswer(field: field.name))
      case .many(let numbers) where numbers.contains(3): remarks.append(.undefinedAnswer(field: field.name))
      default: break
      }
    }
    return remarks
  }
}
