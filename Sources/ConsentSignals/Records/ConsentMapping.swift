package import ConsentHistory
package import GovernanceModel
internal import SourceDocuments

/// How the rows of an export say what a consent event says: from which column, or always the same.
package struct ConsentMapping: Hashable, Sendable {
  /// A column with the words that it is translated to, or a constant.
  package struct Source: Hashable, Sendable {
    package var column: String?
    package var constant: String?
    package var values: [String: String]

    package init(column: String? = nil, constant: String? = nil, values: [String: String] = [:]) {
      (self.column, self.constant, self.values) = (column, constant, values)
    }

    /// Nil where the row has nothing there.
    package func text(_ row: (String) -> String?) -> String? {
      guard let column else { return constant }
      guard let text = row(column), !text.isEmpty else { return nil }
      return values[text] ?? text
    }
  }

  package enum Field: String, CaseIterable, Sendable {
    case subject, purpose, action, at, recordedAt, expiresAt, channel, controller, kind, actor, method, notice
    case noticeVersion, noticeLanguage, evidence
    /// A TC, GPP or US Privacy string, in place of purpose and action.
    case signal
  }

  package var sources: [Field: Source]
  /// The zone of local times.
  package var zone: ZoneRules

  package init(sources: [Field: Source], zone: ZoneRules = .utc) { (self.sources, self.zone) = (sources, zone) }

  /// Columns of these very names, as `consent import` writes them itself.
  package static let standard = ConsentMapping(
    sources: Dictionary(uniqueKeysWithValues: Field.allCases.map { ($0, Source(column: $0.rawValue)) }))

  /// The events of a row; more than one only for signals.
  ///
  /// Errors name fields, never values.
  package func events(
    of row: (String) -> String?, signals: SignalEvents, purposes: (String) -> DataUse?
  ) throws(SignalError) -> [ConsentEvent] {
    func text(_ field: Field) -> String? { sources[field]?.text(row) }
    guard let subject = text(.subject) else { throw SignalError(.malformed("no subject")) }
    let recordedAt = try moment(.recordedAt, row)
    var common = ConsentEvent(
      subject: subject, purpose: .every, action: .given, at: Moment(.distantPast), recordedAt: recordedAt)
    common.channel = text(.channel).map { Channel($0) }
    common.controller = text(.controller)
    common.evidence = text(.evidence)
    common.notice = text(.notice).map {
      .init(id: $0, version: text(.noticeVersion), language: text(.noticeLanguage))
    }
    if let signal = text(.signal) {
      return try events(of: try ConsentSignal(decoding: signal), common, at: try moment(.at, row), signals)
    }
    return [try event(common, row, purposes)]
  }

  private func event(
    _ common: ConsentEvent, _ row: (String) -> String?, _ purposes: (String) -> DataUse?
  ) throws(SignalError) -> ConsentEvent {
    var event = common
    guard let action: ConsentAction = try choice(.action, row) else { throw SignalError(.malformed("no action")) }
    event.action = action
    guard let word = sources[.purpose]?.text(row) else { throw SignalError(.malformed("no purpose")) }
    guard let use = purposes(word) else { throw SignalError(.malformed("a purpose that the vocabulary does not know")) }
    event.purpose = event.action == .erased ? .every : use
    guard let at = try moment(.at, row) else { throw SignalError(.malformed("no instant `at`")) }
    event.at = at
    event.expiresAt = try moment(.expiresAt, row)
    event.kind = try choice(.kind, row) ?? .express
    event.actor = try choice(.actor, row) ?? .self
    event.method = sources[.method]?.text(row)
    return event
  }

  private func events(
    of signal: ConsentSignal, _ common: ConsentEvent, at: Moment?, _ signals: SignalEvents
  ) throws(SignalError) -> [ConsentEvent] {
    var events: [ConsentEvent] = []
    for signalled in signals.events(of: signal) {
      guard let instant = at ?? signalled.at else { throw SignalError(.malformed("a signal without an instant `at`")) }
      var event = common
      (event.purpose, event.action, event.kind) = (signalled.purpose, signalled.action, signalled.kind)
      (event.at, event.expiresAt, event.method) = (instant, signalled.expiresAt, signalled.method)
      events.append(event)
    }
    return events
  }

  private func moment(_ field: Field, _ row: (String) -> String?) throws(SignalError) -> Moment? {
    guard let text = sources[field]?.text(row) else { return nil }
    guard let moment = Moment(exported: text, zone: zone) else {
      throw SignalError(.malformed("`\(field.rawValue)` is no instant"))
    }
    return moment
  }

  private func choice<Choice: RawRepresentable<String>>(
    _ field: Field, _ row: (String) -> String?
  ) throws(SignalError) -> Choice? {
    guard let text = sources[field]?.text(row) else { return nil }
    guard let choice = Choice(rawValue: text) else {
      throw SignalError(.malformed("`\(field.rawValue)` is none of its words"))
    }
    return choice
  }
}
