internal import ConsentHistory
internal import DataStores
internal import Digests
internal import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import Predicates
internal import SourceDocuments
internal import StoreScanner

extension Auditor {
  /// Reads the consent logs of the stores, or of an imported decision log, and judges one use of one person's data by every
  /// control on consent or opting out that applies to it.
  public func consentStatus(_ question: ConsentStatus.Question) throws -> ConsentStatus {
    try checkNames(question)
    let key = try PseudonymKey(FileBytes.readKey(project.pseudonymKeyPath))
    let stores = try auditedStores(question)
    guard stores.contains(where: { $0.map.datasets.contains { $0.collections.contains { $0.consents != nil } } }) else {
      throw Failure.notFound(
        "no data map declares a consent log", help: "add `consents:` to a collection, or name an import with --log")
    }
    let record = PersonScan(policies: project.policies, stores: stores, asOf: asOf).record(of: question.subject)
    let judge = StatusJudge(policies: project.policies, record: record, question: question)
    let answers = judge.answers
    return ConsentStatus(
      pseudonym: key.pseudonym(of: question.subject), question: question, events: judge.history.events,
      answers: answers.isEmpty ? [judge.generalAnswer] : answers, isGeneral: answers.isEmpty, isKnown: record.isKnown,
      logs: record.logs, gaps: record.gaps)
  }

  private func checkNames(_ question: ConsentStatus.Question) throws(InputError) {
    let vocabulary = project.policies.vocabulary
    guard vocabulary.uses[question.use.key] != nil else {
      let help = Problems.suggestion(for: question.use.key, among: vocabulary.uses.keys.sorted())
      throw InputError([Diagnostic(.error, "the vocabulary has no data use `\(question.use)`", help: help)])
    }
    for category in question.reads where vocabulary.categories[category.key] == nil {
      let help = Problems.suggestion(for: category.key, among: vocabulary.categories.keys.sorted())
      throw InputError([Diagnostic(.error, "the vocabulary has no data category `\(category)`", help: help)])
    }
  }

  private func auditedStores(_ question: ConsentStatus.Question) throws -> [AuditedStore] {
    guard let path = question.log else {
      return try chosenStores(question.stores).map {
        AuditedStore(store: $0.opened(project.drivers), map: $0.map)
      }
    }
    guard FileBytes.exists(path) else { throw InputError([Diagnostic(.error, "cannot read `\(path)`: no such file")]) }
    let file = try SourceFile(path: "decision log", bytes: Array(DecisionLog.dataMap.utf8))
    let map = try DataMap.read(file) { ZoneDatabase.rules(named: $0) }
    return [AuditedStore(store: SQLiteStore(name: FileBytes.name(of: path), path: path), map: map)]
  }
}

/// Answers of all controls to one question.
struct StatusJudge {
  let history: ConsentTimeline
  private let policies: PolicySet
  private let record: PersonRecord
  private let question: ConsentStatus.Question
  private let context: JudgeContext
  private let asked: ConsentQuestion

  init(policies: PolicySet, record: PersonRecord, question: ConsentStatus.Question) {
    self.policies = policies.localised(in: record.zone)
    (self.record, self.question) = (record, question)
    history = ConsentTimeline(record.events, channelUses: policies.vocabulary.channelUses)
    context = JudgeContext(self.policies, isOptOutSourceComplete: record.isComplete, zone: record.zone)
    asked = ConsentQuestion(
      use: question.use, channel: question.channel, controller: question.controller, at: question.at,
      birth: record.birth)
  }

  /// Controls that come to the same are one answer; the gravest first.
  var answers: [ConsentStatus.Answer] {
    var answers: [ConsentStatus.Answer] = []
    for obligation in policies.obligations() {
      guard let answer = answer(of: obligation) else { continue }
      let same = answers.firstIndex { known in
        known.obligation == answer.obligation && known.verdict == answer.verdict && known.account == answer.account
      }
      if let same {
        if !answers[same].controls.contains(answer.controls[0]) { answers[same].controls += answer.controls }
      } else {
        answers.append(answer)
      }
    }
    let grave = answers.filter { $0.verdict != .compliant && $0.verdict.name == "violation" }
    let untold = answers.filter { $0.verdict.name == "unverifiable" }
    return grave + untold + answers.filter { $0.verdict == .compliant }
  }

  /// What semantics section 3 says where no control asks more.
  var generalAnswer: ConsentStatus.Answer {
    answer(under: ConsentTerms(), .consent, applies: .yes, obligation: "consent", controls: [])
  }

  private func answer(of obligation: Obligation) -> ConsentStatus.Answer? {
    let applies = obligation.applies(to: question.use, channel: question.channel, subjectType: nil, in: context)
    guard applies != .no, obligation.isInForce(at: question.at),
      obligation.isInScope(record.facts(at: question.at.start))
    else { return nil }
    let reads = question.reads.map { AttributeRead(attribute: $0.key, categories: [$0]) }
    let concerned = obligation.concerned(reads)
    guard obligation.control.appliesTo.categories.isEmpty || !concerned.isEmpty else { return nil }
    let control = obligation.control
    let name = ConsentStatus.ControlName(
      pack: obligation.pack, id: control.id, title: control.title, law: "\(control.law.name) \(control.law.article)")
    switch control.requirement {
    case .consent(let requirement):
      let terms = obligation.consentTerms(for: concerned, in: policies.vocabulary) ?? requirement.terms
      return answer(
        under: terms, .consent, applies: applies, obligation: control.requirement.obligationText, controls: [name])
    case .optOut(let requirement):
      return answer(
        under: requirement.terms, .optOut, applies: applies, obligation: control.requirement.obligationText,
        controls: [name])
    default: return nil
    }
  }

  private func answer(
    under terms: ConsentTerms, _ regime: ConsentRegime, applies: Applies, obligation: String,
    controls: [ConsentStatus.ControlName]
  ) -> ConsentStatus.Answer {
    let account = history.account(of: asked, under: terms, regime)
    return ConsentStatus.Answer(
      controls: controls, obligation: obligation, terms: terms, verdict: verdict(account.state, terms, regime, applies),
      account: account, course: course(under: terms, regime))
  }

  /// As the audit judges: nothing can be said where an event or a log could not be read.
  private func verdict(
    _ state: ConsentState, _ terms: ConsentTerms, _ regime: ConsentRegime, _ applies: Applies
  ) -> Verdict {
    if applies == .tooCoarse { return .unverifiable(.useTooCoarse) }
    if !record.isComplete { return .unverifiable(.unreadable) }
    if record.isTainted { return .unverifiable(.unreadableValue) }
    if regime == .optOut, state == .valid, !terms.minds.isSubset(of: record.carried) {
      return .unverifiable(.noOptOutSource)
    }
    return state.verdict
  }

  /// The state changes at an event, where it becomes known, at a grace's or a consent's end, and nowhere else.
  private func course(under terms: ConsentTerms, _ regime: ConsentRegime) -> [ConsentStatus.Course] {
    var instants: Set<Instant> = []
    for event in history.events {
      let known = event.recordedAt
      for start in [event.at.start, event.at.end, known?.start, known?.end].compactMap({ $0 }) {
        instants.insert(start)
        let grace = terms.grace.period(for: event.method)
        if event.action.isNegative { instants.insert(grace.added(to: start, zone: terms.zone)) }
        if let maxAge = terms.maxAge { instants.insert(maxAge.added(to: start, zone: terms.zone)) }
      }
      if let expiry = event.expiresAt { instants.insert(expiry.end) }
    }
    var course: [ConsentStatus.Course] = []
    for instant in instants.sorted() {
      var question = asked
      question.at = Moment(instant)
      let state =
        regime == .consent ? history.state(of: question, under: terms) : history.optOutState(of: question, under: terms)
      if course.last?.state != state { course.append(.init(from: instant, state: state)) }
    }
    return course
  }
}
