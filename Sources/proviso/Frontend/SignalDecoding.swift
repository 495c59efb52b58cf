internal import ConsentSignals
internal import GovernanceModel
internal import SourceDocuments

/// Answers of `consent decode`.
struct SignalDecoding {
  /// What every string is said to be; nil: told by its look.
  let kind: String?
  let isJSON: Bool
  let instant: Instant
  /// The vendor that TC strings are asked about, with the list of its version.
  var vendor: (id: Int, list: GlobalVendorList)?

  /// Throws ``InputError`` with the reason, never the string.
  func answer(_ text: String) throws(InputError) -> String {
    do {
      return render(try decode(text, as: kind))
    } catch {
      throw InputError([Diagnostic(.error, "this is no consent signal: \(error)")])
    }
  }

  /// One line of many: in JSON an error is a value as well.
  func line(_ line: String) -> String {
    do throws(SignalError) {
      guard line.contains(where: { !$0.isWhitespace }) else { throw SignalError(.malformed("the line is blank")) }
      guard line.first == "{" else { return render(try decode(line, as: kind)) }
      return render(try decodeRequest(line))
    } catch {
      return isJSON ? JSONValue.object(["error": .text(error.description)]).jsonText : "error: \(error)"
    }
  }

  private func decodeRequest(_ line: String) throws(SignalError) -> ConsentSignal {
    let request: JSONValue
    do {
      request = JSONValue(try Node.json(SourceFile(path: "standard input", bytes: Array(line.utf8))))
    } catch {
      throw SignalError(.malformed("the line is no JSON"))
    }
    guard case .text(let text) = request["string"] else {
      throw SignalError(.malformed("the line has no text `string`"))
    }
    var named = kind
    for key in ["as", "section"] { if case .text(let name) = request[key] { named = name } }
    return try decode(text, as: named)
  }

  private func decode(_ text: String, as kind: String?) throws(SignalError) -> ConsentSignal {
    guard let kind else { return try ConsentSignal(decoding: text) }
    return try ConsentSignal(decoding: text, as: kind)
  }

  private func render(_ signal: ConsentSignal) -> String {
    let standing = vendor.flatMap { vendor in signal.tcf.map { VendorStanding(of: vendor.id, in: $0, vendor.list) } }
    guard isJSON else {
      var summary = SignalSummary(signal, at: instant)
      if let standing { summary.sections.append(.init(title: standing.title, lines: standing.sentences)) }
      return Self.text(summary)
    }
    guard let standing, case .object(var members) = signal.json else { return signal.json.jsonText }
    members["vendor"] = standing.json
    return JSONValue.object(members).jsonText
  }

  private static func text(_ summary: SignalSummary) -> String {
    var lines = [summary.title] + summary.facts.map { "  \($0)" }
    for section in summary.sections { lines += ["\(section.title):"] + section.lines.map { "  \($0)" } }
    if !summary.remarks.isEmpty { lines.append("remarks:") }
    lines += summary.remarks.map { "  \($0.isInvalidating ? "invalid" : "note"): \($0)" }
    return lines.joined(separator: "\n") + "\n"
  }
}
