internal import ConsentHistory
internal import GovernanceModel
internal import Reporter
internal import RuleSets

extension ConsentStatus {
  /// The answer, its events, and a timeline for each group of controls; no line is longer than `width` columns.
  ///
  /// - Parameter width: nil where no terminal is: 100, and nothing is cut.
  public func text(width: Int?, color: Bool) -> String {
    let paint = Paint(isOn: color)
    var lines = head(width ?? .max, paint) + [""]
    if !isKnown { lines += Self.wrapped("no store knows this subject: there is nothing to judge", at: width) + [""] }
    if !events.isEmpty { lines += eventLines(width) + [""] }
    for answer in isKnown ? answers : [] { lines += self.lines(of: answer, width: width ?? 100, paint) + [""] }
    if isKnown { lines += Self.wrapped("█ holds  ▒ cannot be told  ░ does not hold  ▲ the use", at: width) + [""] }
    for gap in gaps {
      lines += Self.wrapped("not read: \(gap.subject) (\(gap.reason.phrase)): \(gap.detail)", at: width)
    }
    let read = logs.isEmpty ? "no consent log was read" : "read: \(logs.joined(separator: ", "))"
    lines += Self.wrapped(read, at: width)
    return lines.map { line in width.map { paint.cut(line, at: $0) } ?? line }.joined(separator: "\n") + "\n"
  }

  private func head(_ width: Int, _ paint: Paint) -> [String] {
    var what = "\(question.use)"
    if let channel = question.channel { what += " by \(channel.name)" }
    if let controller = question.controller { what += " for \(PersonalLiteral.masked(controller))" }
    let outcome = isKnown ? paint.verdict(verdict) : paint.styled("unknown subject", "33")
    return [pseudonym] + Self.wrapped("\(what) at \(question.at)", at: width) + ["→ \(outcome)"]
  }

  /// Each event with its number; how it was recorded stands below it where the line has no room.
  private func eventLines(_ width: Int?) -> [String] {
    let cells = events.enumerated().map { index, event in
      ["\(index + 1)", "\(event.at)", event.action.rawValue, event.scopeWords]
    }
    let widths = (0..<4).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return zip(cells, events).flatMap { cells, event in
      let padded = zip(cells, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }
      let line = "  " + padded.joined(separator: "  ")
      if line.count + 2 + event.factWords.count <= width ?? .max { return [line + "  " + event.factWords] }
      let indent = String(repeating: " ", count: widths[0] + 4)
      let bare = "  " + (padded.dropLast() + cells.suffix(1)).joined(separator: "  ")
      return [bare] + Self.wrapped(event.factWords, at: width.map { $0 - indent.count }).map { indent + $0 }
    }
  }

  private func lines(of answer: Answer, width: Int, _ paint: Paint) -> [String] {
    var lines = [paint.verdict(answer.verdict)]
    lines += Self.wrapped(names(answer), at: width - 2).map { "  \($0)" }
    lines += Self.wrapped("asked: \(answer.obligation)", at: width - 2).map { "  \($0)" }
    lines += Timeline(answer.course, events: events, at: question.at, width: width - 2).lines(paint).map { "  \($0)" }
    let decisive = answer.account.decisive
    let order = events.indices.sorted { ($0 == decisive ? 0 : 1, $0) < ($1 == decisive ? 0 : 1, $1) }
    for index in order {
      let words = answer.account.roles[index].words(of: events[index], under: answer.terms)
      let told = Self.wrapped("\(index + 1)  \(index == decisive ? "decides: " : "")\(words)", at: width - 2)
      lines += told.map { "  " + (index == decisive ? paint.bold($0) : $0) }
    }
    if decisive == nil, answer.account.state != .valid { lines.append("  no event makes it valid") }
    return lines
  }

  /// Lines of whole words, all but the first indented.
  private static func wrapped(_ text: String, at width: Int?) -> [String] {
    var lines = [""]
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let last = lines[lines.count - 1]
      if last.isEmpty || last.count + 1 + word.count <= max(width ?? .max, 20) {
        lines[lines.count - 1] = last.isEmpty ? String(word) : "\(last) \(word)"
      } else {
        lines.append("  \(word)")
      }
    }
    return lines
  }

  private func names(_ answer: Answer) -> String {
    if isGeneral { return "(no control asks for consent to this use: the general rule)" }
    return answer.controls.map { "\($0.id) (\($0.law))" }.joined(separator: ", ")
  }
}

extension ConsentEvent {
  /// Purpose, channel and controller.
  fileprivate var scopeWords: String {
    [purpose.key, channel.map { "by \($0.name)" }, controller.map { "for \(PersonalLiteral.masked($0))" }]
      .compactMap { $0 }.joined(separator: " ")
  }

  /// How it was recorded; never the reference to its proof.
  fileprivate var factWords: String {
    var words = action.isPositive ? [kind.rawValue] : []
    if actor != .self { words.append("by \(actor.rawValue)") }
    if let method { words.append("method \(PersonalLiteral.masked(method))") }
    if let notice {
      words.append(
        "notice " + PersonalLiteral.masked([notice.id, notice.version].compactMap { $0 }.joined(separator: " ")))
    }
    if evidence?.isEmpty == false { words.append("with proof") }
    if let recordedAt, recordedAt != at { words.append("recorded \(recordedAt)") }
    if let expiresAt { words.append("until \(expiresAt)") }
    if let source { words.append("in \(source)") }
    return words.joined(separator: ", ")
  }
}

/// Colours of a terminal, where it has some.
struct Paint {
  let isOn: Bool

  func bold(_ text: String) -> String { styled(text, "1") }

  func verdict(_ verdict: Verdict) -> String {
    let words = verdict.name + (verdict.reason.map { ": \($0.phrase)" } ?? "")
    switch verdict {
    case .compliant: return styled(words, "32")
    case .violation: return styled(words, "1;31")
    case .unverifiable: return styled(words, "33")
    }
  }

  func styled(_ text: String, _ code: String) -> String { isOn ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text }

  /// The first columns of a line; what lies in an escape sequence takes no room.
  func cut(_ line: String, at width: Int) -> String {
    var (result, columns, isEscape) = ("", 0, false)
    for character in line {
      if character == "\u{1B}" { isEscape = true }
      if !isEscape { columns += 1 }
      if columns > width { return String(result.dropLast()) + "…" + (isOn ? "\u{1B}[0m" : "") }
      result.append(character)
      if isEscape, character == "m" { isEscape = false }
    }
    return result
  }
}
