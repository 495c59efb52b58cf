package import GovernanceModel

/// Everything that `proviso explain CONTROL` and the pages on controls say, as a value.
package struct ControlExplanation: Hashable, Sendable {
  /// An example in one line, with what it shows.
  package struct Example: Hashable, Sendable {
    /// `violates`, `complies` or `unverifiable`.
    package var outcome: String
    package var reason: Reason?
    /// The case in one line.
    package var text: String
  }

  package var id: String
  package var pack: String
  package var title: String
  package var severity: Severity
  /// `GDPR, article 7(3)`.
  package var law: String
  /// Such as "in force since 2018-05-25"; nil when the pack gives no dates.
  package var inForce: String?
  /// Said when nobody compared the article number with the text of the law.
  package var citationNote: String?
  package var lawNote: String?
  package var why: String
  package var asks: String
  package var appliesTo: String
  package var remedy: String
  package var examples: [Example]
  package var span: SourceSpan

  package init(_ control: Control, of pack: Pack) {
    (id, self.pack, title, severity) = (control.id, pack.id, control.title, control.severity)
    law = "\(control.law.name), article \(control.law.article)"
    inForce = control.law.datesText
    citationNote = control.law.isChecked ? nil : "citation unchecked: nobody compared it with the text of the law"
    (lawNote, why, remedy) = (control.law.note, control.because, control.remedy)
    asks = control.requirement.obligationText
    appliesTo = control.appliesTo.words
    examples = control.examples.map(Example.init)
    span = control.span
  }

  /// The explanation as text for a terminal, without colour, each paragraph under its heading.
  package var text: String {
    var parts = ["\(id)  (\(severity.rawValue), pack \(pack))", title]
    parts.append(["law: \(law)", inForce, citationNote, lawNote].compactMap { $0 }.joined(separator: "\n     "))
    if !why.isEmpty { parts.append("why: \(why)") }
    parts.append("asks: \(asks)")
    parts.append("applies to: \(appliesTo)")
    if !remedy.isEmpty { parts.append("to mend: \(remedy)") }
    let cases = examples.map { example in
      "  \(example.outcome)\(example.reason.map { " (\($0.rawValue))" } ?? ""): \(example.text)"
    }
    if !cases.isEmpty { parts.append((["examples:"] + cases).joined(separator: "\n")) }
    parts.append("written at \(span)")
    return parts.joined(separator: "\n\n")
  }
}

extension PolicySet {
  /// The explanation of a control by its id; nil where no pack has it.
  package func explanation(of id: String) -> ControlExplanation? {
    for pack in packs {
      if let control = pack.controls.first(where: { $0.id == id }) { return ControlExplanation(control, of: pack) }
    }
    return nil
  }
}

extension Law {
  fileprivate var datesText: String? {
    func day(_ instant: Instant) -> String { String(instant.description.prefix(10)) }
    switch (inForce, until) {
    case (let from?, let end?): return "in force from \(day(from)) until \(day(end))"
    case (let from?, nil): return "in force since \(day(from))"
    case (nil, let end?): return "in force until \(day(end))"
    case (nil, nil): return nil
    }
  }
}

extension Applicability {
  /// "uses marketing and below; data user.contact and below; channel email", or "everything".
  package var words: String {
    var parts: [String] = []
    if !uses.isEmpty { parts.append("uses \(listed(uses.map(\.key))) and below") }
    if !categories.isEmpty { parts.append("data \(listed(categories.map(\.key))) and below") }
    if !subjects.isEmpty { parts.append("subjects \(listed(subjects.map(\.key)))") }
    if !channels.isEmpty { parts.append("channel \(listed(channels.map(\.name)))") }
    return parts.isEmpty ? "everything" : parts.joined(separator: "; ")
  }
}
