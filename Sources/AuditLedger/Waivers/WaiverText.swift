package import GovernanceModel
package import SourceDocuments

/// Writes waivers into a file that people keep: comments, order and everything else stay as they are.
package enum WaiverText {
  /// The bytes of the file with `waiver` added at the end, or in place of the one for the same finding.
  ///
  /// - Parameter file: nil when there is none yet.
  /// - Throws: ``InputError`` when the file is malformed, or written in a form that cannot be extended without rewriting it.
  package static func adding(_ waiver: Waiver, to file: SourceFile?, path: String) throws(InputError) -> [UInt8] {
    guard let file else {
      return Array((header + "waivers:\n" + entry(waiver, indent: "  ")).utf8)
    }
    let before = try Waiver.read(file)
    let text = try extended(file, with: waiver, before)
    let written = try Waiver.read(SourceFile(path: path, bytes: Array(text.utf8)))
    let expected = before.filter { $0.fingerprint != waiver.fingerprint } + [waiver]
    guard Set(written.map(unplaced)) == Set(expected.map(unplaced)), written.count == expected.count else {
      throw refusal(path)
    }
    return Array(text.utf8)
  }

  private static let header = """
    # Findings that are put aside for a time, and who answers for them. `proviso waive` adds to it.

    """

  /// One entry in block style; texts in double quotes, which YAML reads as JSON does.
  private static func entry(_ waiver: Waiver, indent: String) -> String {
    var lines = [
      "- fingerprint: \(waiver.fingerprint)", "  control: \(quoted(waiver.control))",
      "  asset: \(quoted(waiver.asset))", "  owner: \(quoted(waiver.owner))",
      "  reason: \(quoted(waiver.reason))", "  approver: \(quoted(waiver.approver))",
      "  approved: \(waiver.approved)", "  expires: \(waiver.expires)",
      "  requirement: \(quoted(waiver.requirement))",
    ]
    if let atMost = waiver.atMost { lines.append("  atMost: \(atMost)") }
    return lines.map { indent + $0 + "\n" }.joined()
  }

  private static func quoted(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.appendJSON(text)
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func extended(_ file: SourceFile, with waiver: Waiver, _ before: [Waiver]) throws(InputError) -> String
  {
    guard let list = try Node.read(file)["waivers"], let items = list.elements else { throw refusal(file.path) }
    var lines = file.text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    guard let first = items.first else {
      guard let line = lines.firstIndex(where: { $0.hasPrefix("waivers:") }) else { throw refusal(file.path) }
      lines[line] = lines[line].replacing("[]", with: "", maxReplacements: 1)
      while lines[line].last == " " { lines[line].removeLast() }
      return (lines + [entry(waiver, indent: "  ")]).joined(separator: "\n")
    }
    // The mapping of an entry starts two columns after its dash.
    guard let indent = indent(of: first, lines) else { throw refusal(file.path) }
    let added = entry(waiver, indent: indent).dropLast()
    guard let old = before.firstIndex(where: { $0.fingerprint == waiver.fingerprint }) else {
      return (lines + [String(added)]).joined(separator: "\n") + "\n"
    }
    let start = before[old].span.line - 1
    var end = old + 1 < before.count ? before[old + 1].span.line - 1 : lines.count
    while end > start + 1, isFree(lines[end - 1]) { end -= 1 }
    lines.replaceSubrange(start..<end, with: [String(added)])
    return lines.joined(separator: "\n") + "\n"
  }

  /// The blanks before the dash; nil when the list is not in block style.
  private static func indent(of item: Node, _ lines: [String]) -> String? {
    let number = Int(item.position.line) - 1
    guard lines.indices.contains(number) else { return nil }
    let blanks = lines[number].prefix { $0 == " " }
    return lines[number].dropFirst(blanks.count).hasPrefix("- ") ? String(blanks) : nil
  }

  private static func isFree(_ line: String) -> Bool {
    let rest = line.drop { $0 == " " || $0 == "\t" || $0 == "\r" }
    return rest.isEmpty || rest.first == "#"
  }

  private static func unplaced(_ waiver: Waiver) -> Waiver {
    var waiver = waiver
    waiver.span = SourceSpan(file: "", line: 0, column: 0)
    return waiver
  }

  private static func refusal(_ path: String) -> InputError {
    InputError([
      Diagnostic(
        .error, "`\(path)` cannot be extended without writing it anew",
        help: "write `waivers:` as a list with one `- fingerprint:` a block, as `proviso waive` does")
    ])
  }
}
