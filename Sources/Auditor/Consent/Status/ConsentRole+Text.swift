internal import ConsentHistory
internal import GovernanceModel
internal import Reporter

extension ConsentRole {
  /// One word for programs.
  var name: String {
    switch self {
    case .otherPurpose: "otherPurpose"
    case .otherChannel: "otherChannel"
    case .otherController: "otherController"
    case .later: "later"
    case .recordedLater: "recordedLater"
    case .sameTime: "sameTime"
    case .prompt: "prompt"
    case .notMinded: "notMinded"
    case .withinGrace: "withinGrace"
    case .lifted: "lifted"
    case .inForce: "inForce"
    case .ended: "ended"
    case .insufficient: "insufficient"
    case .sufficient: "sufficient"
    case .notAsked: "notAsked"
    }
  }

  /// In words, with the events that it names by their number in the list.
  func words(of event: ConsentEvent, under terms: ConsentTerms) -> String {
    switch self {
    case .otherPurpose: "of another purpose"
    case .otherChannel: "of another channel"
    case .otherController: "of another controller"
    case .later: "after the use"
    case .recordedLater: "known only after the use"
    case .sameTime: "before or after the use: the record does not say"
    case .prompt: "a question, no answer"
    case .notMinded: "a no of a kind that this control does not mind"
    case .withinGrace(let until): "a no that need not have effect before \(until)"
    case .lifted(let other): "a no that the later yes \(other + 1) took back"
    case .inForce: "a no in force"
    case .ended(let other, isTie: true): "a yes at the instant of the no \(other + 1): the no counts"
    case .ended(let other, isTie: false): "a yes that the no \(other + 1) ended"
    case .insufficient(let reason): "a yes that does not suffice: \(event.fault(reason, under: terms))"
    case .sufficient: "a yes that suffices" + (event.end(under: terms).map { " until \($0)" } ?? "")
    case .notAsked: "a yes: only a no counts here"
    }
  }
}

extension ConsentEvent {
  /// When a grant ends by itself.
  fileprivate func end(under terms: ConsentTerms) -> Instant? {
    let ends = [expiresAt?.end, terms.maxAge.map { $0.added(to: at.end, zone: terms.zone) }].compactMap { $0 }
    return ends.min()
  }

  /// Why a grant does not suffice, with what was asked.
  fileprivate func fault(_ reason: Reason, under terms: ConsentTerms) -> String {
    switch reason {
    case .expired: "expired on \(expiresAt.map { "\($0.end)" } ?? "?")"
    case .tooOld: "older than \(terms.maxAge.map { "\($0)" } ?? "allowed")"
    case .wrongKind:
      "\(kind.rawValue), asked for "
        + ConsentKind.allCases.filter { terms.kinds?.contains($0) ?? true }.map(\.rawValue).joined(separator: " or ")
    case .noticeSuperseded:
      "notice \(notice?.version.map { "version \($0)" } ?? "without a version"), asked for "
        + terms.minimumNotice.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }.joined(separator: ", ")
    case .noEvidence:
      "asked for "
        + ConsentEvidence.allCases.filter(terms.evidence.contains).map(\.rawValue).joined(separator: ", ")
    case .tooBroad: "`\(purpose)` is too broad"
    case .notAuthorised:
      terms.guardianBelowAge.map { "given by \(actor.rawValue), a guardian is asked for below \($0)" }
        ?? "given by \(actor.rawValue)"
    default: reason.phrase
    }
  }
}
