internal import ConsentHistory
internal import GovernanceModel

/// `record:` of an example, judged as the audit judges a record of that kind.
struct RecordExample {
  let values: [String: Value]
  let events: [ConsentEvent]
  let asOf: Instant?

  /// Nil where the control is not about the record, such as a request of another type.
  func verdict(of control: Control, in policies: PolicySet) -> Verdict? {
    switch control.requirement {
    case .retention(let retention): retention.verdict(anchor: moment(retention.since.rawValue), asOf: now)
    case .freshness(let freshness): freshness.verdict(updatedAt: moment("updatedAt"), usedAt: Moment(now))
    case .granularity(let granularity):
      granularity.verdict(declared: granularityLevel("declared"), measured: granularityLevel("held"))
    case .crowd(let crowd): crowd.verdict(size: integer("size"))
    case .declared: declared(in: policies.vocabulary)
    case .evidence(let evidence): self.evidence(evidence)
    case .reask(let reask): reask.verdict(of: events)
    case .reconcile(let reconcile): reconcile.verdict(of: events, for: control, at: now, policies.vocabulary)
    case .erasure(let erasure):
      erasure.verdict(
        erasedAt: moment("erasedAt"), presentAt: moment("presentAt")?.start ?? asOf, createdAt: moment("created"))
    case .deadline(let deadline): request(deadline)
    case .disclosure(let disclosure):
      disclosure.verdict(of: disclosureRecord, declared: policies.recipients + declaredRecipients)
    case .basis, .consent, .optOut, .eligibility, .prohibit, .review, .hygiene: nil
    }
  }

  /// `asOf`, else the latest instant that the example names: what it says is then history.
  private var now: Instant {
    asOf ?? (events.map(\.at.end) + values.keys.compactMap { moment($0)?.end }).max() ?? .distantFuture
  }

  private func text(_ key: String) -> String? {
    if case .text(let text)? = values[key] { text } else { nil }
  }

  private func moment(_ key: String) -> Moment? { text(key).flatMap { Moment(iso8601: $0) } }

  private func integer(_ key: String) -> Int? {
    if case .integer(let number)? = values[key] { Int(exactly: number) } else { nil }
  }

  private func boolean(_ key: String) -> Bool? {
    if case .boolean(let value)? = values[key] { value } else { nil }
  }

  private func granularityLevel(_ key: String) -> Granularity? { text(key).flatMap(Granularity.init(named:)) }

  private func evidence(_ evidence: EvidenceRequirement) -> Verdict? {
    guard let signal = text("signal") else { return evidence.verdict(ofLog: events, asOf: now) }
    return evidence.signals.map { $0.verdict(of: signal, at: moment("at") ?? Moment(now)) }
  }

  private func declared(in vocabulary: Vocabulary) -> Verdict? {
    guard let found = text("held") else { return nil }
    return declaredVerdict(found: DataCategory(found), declared: text("declared").map { [DataCategory($0)] } ?? [])
  }

  /// `extended` is true, or the date of the extension.
  private func request(_ deadline: DeadlineRequirement) -> Verdict? {
    guard deadline.covers(requestType: text("type")) else { return nil }
    return deadline.verdict(
      received: moment("received"), closed: moment("closed"),
      isExtended: boolean("extended") ?? (text("extended") != nil),
      asOf: asOf ?? .distantFuture)
  }

  /// `declared: true`: the project declares the recipient.
  private var declaredRecipients: [DeclaredRecipient] {
    guard boolean("declared") == true, let name = text("recipient") else { return [] }
    return [DeclaredRecipient(name: name, country: text("country"), safeguard: text("safeguard"))]
  }

  private var disclosureRecord: DisclosureRecord {
    DisclosureRecord(
      recipient: text("recipient"), isSale: boolean("sale"), country: text("country"), safeguard: text("safeguard"))
  }
}

extension ReconcileRequirement {
  /// Each source as a log of its own, for each use of the control, else each purpose of the events.
  fileprivate func verdict(
    of events: [ConsentEvent], for control: Control, at instant: Instant, _ vocabulary: Vocabulary
  ) -> Verdict {
    let logs = Dictionary(grouping: events, by: \.source)
      .mapValues { ConsentTimeline($0, channelUses: vocabulary.channelUses) }
    let uses = control.appliesTo.uses.isEmpty ? Array(Set(events.map(\.purpose))) : control.appliesTo.uses
    return uses.sorted().reduce(.compliant) { verdict, use in
      let question = ConsentQuestion(use: use, at: Moment(instant))
      return verdict.combined(with: self.verdict(states: logs.values.map { $0.state(of: question, under: terms) }))
    }
  }
}
