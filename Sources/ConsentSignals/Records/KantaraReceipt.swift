internal import ConsentHistory
internal import GovernanceModel
internal import SourceDocuments

/// A Kantara Initiative Consent Receipt 1.1.0 (`KI-CR-v1.1.0`).
struct KantaraReceipt {
  private let receipt: Node

  init(_ node: Node) { receipt = node }

  func events(_ purposes: (String) -> DataUse?) throws(SignalError) -> ([ConsentEvent], [String]) {
    guard let subject = receipt["piiPrincipalId"]?.scalarText else {
      throw SignalError(.malformed("the receipt names no person (piiPrincipalId)"))
    }
    var remarks: [String] = []
    let at = try timestamp(&remarks)
    var events: [ConsentEvent] = []
    var (count, unknown) = (0, 0)
    for service in receipt["services"]?.elements ?? [] {
      for purpose in service["purposes"]?.elements ?? [] {
        count += 1
        guard let use = Self.words(purpose).compactMap(purposes).first else {
          unknown += 1
          continue
        }
        events.append(event(purpose, subject, use, at))
        if let text = purpose["termination"]?.scalarText, CalendarPeriod(text: text) == nil {
          remarks.append("the termination of a purpose is free text: it ends by nothing that a machine can read")
        }
      }
    }
    guard !events.isEmpty else {
      throw SignalError(
        .malformed(count == 0 ? "the receipt names no purpose (services)" : "none of its \(count) purposes is known"))
    }
    if unknown > 0 { remarks.append("\(unknown) purposes are unknown to the vocabulary and left out") }
    return (events, remarks)
  }

  private func event(_ purpose: Node, _ subject: String, _ use: DataUse, _ at: Moment) -> ConsentEvent {
    var event = ConsentEvent(subject: subject, purpose: use, action: .given, at: at)
    event.kind = purpose["consentType"]?.scalarText == "EXPLICIT" ? .explicit : .implied
    event.method = receipt["collectionMethod"]?.scalarText
    event.controller = receipt["piiControllers"]?.elements?.first?["piiController"]?.scalarText
    event.notice = receipt["policyUrl"]?.scalarText.map {
      .init(id: $0, language: receipt["language"]?.scalarText)
    }
    event.evidence = receipt["consentReceiptID"]?.scalarText
    if let period = purpose["termination"]?.scalarText.flatMap({ CalendarPeriod(text: $0) }) {
      event.expiresAt = Moment(period.added(to: at.end))
    }
    return event
  }

  /// The specification says seconds; milliseconds and ISO 8601 are found, and told.
  private func timestamp(_ remarks: inout [String]) throws(SignalError) -> Moment {
    let node = receipt["consentTimestamp"]
    switch node?.content {
    case .integer(let number)?:
      // Seconds of this magnitude lie in the year 5138.
      guard number >= 100_000_000_000 else { return Moment(Instant(microseconds: number * 1_000_000)) }
      remarks.append("the time of consent is in milliseconds; the specification says seconds")
      return Moment(Instant(microseconds: number.multipliedReportingOverflow(by: 1000).partialValue))
    case .text(let text)?:
      guard let moment = Moment(iso8601: text) else { break }
      remarks.append("the time of consent is a text; the specification says seconds")
      return moment
    default: break
    }
    throw SignalError(.malformed("the receipt has no time of consent (consentTimestamp)"))
  }

  /// What may name the purpose, most precise first.
  private static func words(_ purpose: Node) -> [String] {
    let categories = purpose["purposeCategory"].map { $0.elements ?? [$0] } ?? []
    return [purpose["purpose"]?.scalarText].compactMap { $0 } + categories.compactMap(\.scalarText)
  }
}
