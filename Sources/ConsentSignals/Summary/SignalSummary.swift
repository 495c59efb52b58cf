package import GovernanceModel

/// What a signal permits and what is wrong with it, in words, without any value that names its person or device.
package struct SignalSummary: Hashable, Sendable {
  /// A heading with its lines.
  package struct Section: Hashable, Sendable {
    package var title: String
    package var lines: [String]
    package init(title: String, lines: [String]) { (self.title, self.lines) = (title, lines) }
  }

  package var title: String
  package var facts: [String]
  package var sections: [Section]
  package var remarks: [SignalRemark]

  /// - Parameter instant: at which age and future are judged.
  package init(_ signal: ConsentSignal, at instant: Instant, terms: TCFTerms = .current) {
    (title, facts, sections, remarks) = ("", [], [], [])
    switch signal {
    case .tcf(let string): describe(string, at: instant, terms)
    case .legacyTCF(let string): describe(string)
    case .gpp(let string):
      title = "GPP string of \(string.entries.count) section\(string.entries.count == 1 ? "" : "s")"
      for entry in string.entries { describe(entry, at: instant, terms) }
    case .section(let entry):
      title = "GPP section \(GPPString.name(ofSection: entry.id))"
      describe(entry, at: instant, terms)
    case .usPrivacy(let string):
      title = "US Privacy string"
      sections = [Section(title: "uspv1", lines: string.sentences)]
      remarks = [.deprecated]
    case .gcs(let mode), .gcd(let mode):
      title = "Google Consent Mode, a hint and no proof"
      sections = [Section(title: "signals", lines: mode.sentences)]
    }
  }

  private mutating func describe(_ entry: GPPString.Entry, at instant: Instant, _ terms: TCFTerms) {
    let name = "\(GPPString.name(ofSection: entry.id)) (\(entry.id))"
    switch entry.section {
    case .europe(let string):
      let own = SignalSummary(.tcf(string), at: instant, terms: terms)
      facts += own.facts
      sections += own.sections.map { Section(title: "\(name), \($0.title)", lines: $0.lines) }
    case .canada(let string): sections.append(Section(title: name, lines: string.sentences))
    case .usPrivacy(let string): sections.append(Section(title: name, lines: string.sentences))
    case .us(let section): sections.append(Section(title: name, lines: section.sentences))
    case .unknown: sections.append(Section(title: name, lines: ["not decoded"]))
    }
    remarks += entry.section.remarks(id: entry.id, at: instant, terms: terms)
  }
}
