internal import GovernanceModel

extension PolicySet {
  /// The page on all controls of the packs, in Markdown.
  package var markdown: String {
    var lines = [
      "# Controls", "",
      "Made by `proviso policy docs`; do not edit. A citation marked *unchecked* comes from general knowledge: nobody has "
        + "compared the article number with the text of the law.", "",
    ]
    for pack in packs {
      lines += ["- [\(pack.title)](#\(pack.id)): \(pack.controls.count) controls, version \(pack.version)"]
    }
    for pack in packs {
      lines += ["", "<a id=\"\(pack.id)\"></a>", "", "## \(pack.title)", ""]
      lines += ["| control | law | severity | asks |", "|---|---|---|---|"]
      lines += pack.controls.map { Self.row(ControlExplanation($0, of: pack)) }
      for control in pack.controls { lines += Self.section(ControlExplanation(control, of: pack)) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func row(_ control: ControlExplanation) -> String {
    let mark = control.citationNote == nil ? "" : " *(unchecked)*"
    return
      "| [`\(control.id)`](#\(control.id)) | \(cell(control.law))\(mark) | \(control.severity.rawValue) | \(cell(control.asks)) |"
  }

  private static func section(_ control: ControlExplanation) -> [String] {
    var lines = [
      "", "<a id=\"\(control.id)\"></a>", "", "### \(control.title)", "",
      "`\(control.id)` · \(control.severity.rawValue) · \(control.law)", "",
    ]
    if !control.why.isEmpty { lines += [control.why, ""] }
    lines += ["- **asks**: \(control.asks)", "- **applies to**: \(control.appliesTo)"]
    if let dates = control.inForce { lines.append("- **dates**: \(dates)") }
    if let note = control.citationNote { lines.append("- **\(note)**") }
    if let note = control.lawNote { lines.append("- **source**: \(note)") }
    lines.append("- **to mend**: \(control.remedy)")
    lines += control.examples.map { example in
      "- \(example.outcome)\(example.reason.map { " (`\($0.rawValue)`)" } ?? ""): \(example.text)"
    }
    return lines
  }

  private static func cell(_ text: String) -> String { text.replacing("|", with: "\\|") }
}
