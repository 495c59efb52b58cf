import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// What use logs and audiences have in common where they are asked of an engine.
struct UsePushdown {
  let site: PushSite
  let rules: UseRules
  let subject: SubjectSQL
  private let consents: PushedConsents?
  private(set) var duties: DutyTable
  private(set) var lanes: LaneTable?
  private let usesAreExact: Bool

  /// - Parameter keys: by code of words, once all names of consents are known.
  init(
    _ site: PushSite, _ rules: UseRules, usesAreExact: Bool, keys: [UseKey?]
  ) throws(NotPushable) {
    guard !rules.asksForAge else { throw NotPushable("consent turns on the age at which it was given") }
    (self.site, self.rules, self.usesAreExact) = (site, rules, usesAreExact)
    let isText = try Self.hasTextKeys(site)
    subject = try site.session.subject(site.source.collection.subject, in: site.table, asText: isText)
    let asksForConsent = rules.rules.contains {
      [.consent, .optOut].contains($0.obligation.control.requirement.kind)
    }
    let hasLogs = site.plan.sources.contains { $0.collection.consents != nil }
    consents = asksForConsent && hasLogs ? try PushedConsents(site, rules, asText: isText) : nil
    if asksForConsent, !hasLogs, !rules.consents.isComplete { throw NotPushable("a consent log cannot be read") }
    rules.consents.seal()
    var made: LaneTable?
    let events = consents?.events ?? []
    duties = try DutyTable(
      keys, rules, subjectType: site.source.collection.subjectType,
      lanes: { probes throws(NotPushable) in
        let table = try LaneTable(probes.map { ($0, rules.probes[$0]) }, events)
        made = table
        return table
      }, PersonTables(site, rules, isText: isText))
    lanes = made
  }

  /// True when some table of the store has keys that are texts.
  private static func hasTextKeys(_ site: PushSite) throws(NotPushable) -> Bool {
    for source in site.plan.sources where source.store == site.source.store {
      let isAsked = source.collection.consents != nil || source.collection.profile != nil
      guard isAsked || source.name == site.source.name, let column = source.collection.subject,
        source.columns.contains(column)
      else { continue }
      if try !site.session.subject(column, in: source.collection.name).isInteger { return true }
    }
    return false
  }

  /// From a table of `asked` questions to `judged`, see ``ConsentQuery``.
  func consentTables() throws(NotPushable) -> (before: [NamedQuery], after: [NamedQuery]) {
    guard duties.hasProbes, let lanes else { return ([], []) }
    let query = ConsentQuery(consents ?? .none(site.dialect, subject), lanes, usesAreExact: usesAreExact, site.dialect)
    return (try query.tables(), query.questions(duties.asked))
  }

  var eventsAreExact: Bool { consents?.isExact ?? true }

  var gaps: [CountedGap] { consents?.gaps ?? [] }

  /// The code of a verdict, as far as it is known what was read and whether all refusals are.
  static let weighed =
    "CASE WHEN lacks = 1 AND code >= \(VerdictCodes.firstViolation) THEN \(VerdictCodes.unknownAttribute) "
    + "WHEN unsourced = 1 AND code = 0 THEN \(VerdictCodes.noOptOutSource) ELSE code END"

  /// Observations by what is told, verdict and rule.
  func observations(_ tallies: [PushedTally], rule: (SQLValue) -> String?) throws(NotPushable) -> [Observation] {
    struct Cell: Hashable {
      let told: Int
      let verdict: Verdict
      let rule: String?
    }
    var seen: Set<Cell> = []
    return try tallies.map { (tally) throws(NotPushable) in
      let (told, verdict) = (duties.told[tally.keys[0].integer], duties.codes.verdict(tally.keys[1].integer))
      if case .real = tally.keys[2] { throw NotPushable("its rules are numbers with decimals") }
      if case .blob = tally.keys[2] { throw NotPushable("its rules are no words") }
      let word = rule(tally.keys[2]).map(PersonalLiteral.told)
      guard seen.insert(Cell(told: tally.keys[0].integer, verdict: verdict, rule: word)).inserted else {
        throw NotPushable("several values of its rules are one word")
      }
      let asset = Asset.store(site.source.store, collection: site.table, field: nil, rule: word)
      return Observation(
        pack: told.told.pack, control: told.told.control, asset: asset, locus: told.told.locus, verdict: verdict,
        counts: tally.counts(ofUses: true), sample: tally.sample, parameters: told.parameters)
    }
  }
}

extension PushedConsents {
  /// No log at all: nobody has a record.
  static func none(_ dialect: SQLDialect, _ subject: SubjectSQL) -> PushedConsents {
    let number = "CAST(NULL AS BIGINT)"
    return PushedConsents(
      query:
        "SELECT \(subject.isInteger ? number : dialect.text("NULL")) AS s, \(number) AS first, \(number) AS last, \(number) AS fin, \(number) AS rec, "
        + "\(number) AS rec_last, \(number) AS rec_fin, \(number) AS expires, -2 AS words, '' AS proof WHERE 1 = 0",
      events: [], isExact: true, gaps: [])
  }

  private init(query: String, events: [PackedConsentEvent], isExact: Bool, gaps: [CountedGap]) {
    (self.query, self.events, self.isExact, self.gaps) = (query, events, isExact, gaps)
  }
}
