internal import ConsentHistory
internal import GovernanceModel
internal import RuleSets
internal import SourceDocuments

extension ConsentStatus {
  /// One JSON object a line; the same as ``text(width:color:)``.
  public var json: String {
    var members: [String: JSONValue] = [
      "subject": .text(pseudonym), "use": .text(question.use.key), "at": .text("\(question.at)"),
      "verdict": .text(verdict.name), "known": .boolean(isKnown), "general": .boolean(isGeneral),
      "events": .array(events.enumerated().map { value($1, number: $0 + 1) }),
      "answers": .array(isKnown ? answers.map(value) : []), "logs": .array(logs.map { .text($0) }),
      "gaps": .array(
        gaps.map { gap in
          .object(["subject": .text(gap.subject), "reason": .text(gap.reason.rawValue), "detail": .text(gap.detail)])
        }),
    ]
    members["reason"] = verdict.reason.map { .text($0.rawValue) }
    members["channel"] = question.channel.map { .text($0.name) }
    members["controller"] = question.controller.map { .text(PersonalLiteral.masked($0)) }
    return JSONValue.object(members).jsonText + "\n"
  }

  private func value(_ event: ConsentEvent, number: Int) -> JSONValue {
    var members: [String: JSONValue] = [
      "number": .number(Double(number)), "action": .text(event.action.rawValue), "purpose": .text(event.purpose.key),
      "at": .text("\(event.at)"), "kind": .text(event.kind.rawValue), "actor": .text(event.actor.rawValue),
      "hasProof": .boolean(event.evidence?.isEmpty == false),
    ]
    let texts: [(String, String?)] = [
      ("channel", event.channel?.name), ("controller", event.controller), ("method", event.method),
      ("notice", event.notice?.id), ("noticeVersion", event.notice?.version), ("source", event.source),
      ("recordedAt", event.recordedAt.map { "\($0)" }), ("expiresAt", event.expiresAt.map { "\($0)" }),
    ]
    for (name, text) in texts { members[name] = text.map { .text(PersonalLiteral.masked($0)) } }
    return .object(members)
  }

  private func value(_ answer: Answer) -> JSONValue {
    var members: [String: JSONValue] = [
      "verdict": .text(answer.verdict.name), "obligation": .text(answer.obligation),
      "controls": .array(
        answer.controls.map { control in
          .object([
            "pack": .text(control.pack), "id": .text(control.id), "title": .text(control.title),
            "law": .text(control.law),
          ])
        }),
      "roles": .array(answer.account.roles.enumerated().map { value($1, number: $0 + 1, answer) }),
      "course": .array(
        answer.course.map { part in
          var members: [String: JSONValue] = [
            "from": .text("\(part.from)"), "verdict": .text(part.state.verdict.name),
          ]
          members["reason"] = part.state.verdict.reason.map { .text($0.rawValue) }
          return .object(members)
        }),
    ]
    members["reason"] = answer.verdict.reason.map { .text($0.rawValue) }
    members["decides"] = answer.account.decisive.map { .number(Double($0 + 1)) }
    return .object(members)
  }

  private func value(_ role: ConsentRole, number: Int, _ answer: Answer) -> JSONValue {
    var members: [String: JSONValue] = [
      "event": .number(Double(number)), "role": .text(role.name),
      "words": .text(role.words(of: events[number - 1], under: answer.terms)),
    ]
    switch role {
    case .lifted(let other), .ended(let other, _): members["by"] = .number(Double(other + 1))
    case .withinGrace(let until): members["until"] = .text("\(until)")
    case .insufficient(let reason): members["reason"] = .text(reason.rawValue)
    default: break
    }
    return .object(members)
  }
}
