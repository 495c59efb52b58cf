import Digests
import GovernanceModel

/// Reports of a small shop, as a person would check them by hand.
enum Samples {
  static let key = PseudonymKey(Array(0...31))

  static func instant(_ text: String) -> Instant { Instant(iso8601: text) ?? .distantPast }

  static func finding(
    control: String, title: String, severity: Severity, asset: Asset, locus: Locus = Locus(), verdict: Verdict,
    counts: Counts = Counts(), previous: Counts? = nil, subjects: [String] = [], parameters: [Parameter] = [],
    status: Finding.Status = .new, places: [Place] = [], help: String? = nil, example: String? = nil
  ) -> Finding {
    let name = fingerprint(
      pack: "gdpr", control: control, asset: asset, locus: locus, reason: verdict.reason ?? .notExamined)
    let sample = subjects.map { key.pseudonym(of: $0) }
    return Finding(
      pack: "gdpr", control: control, title: title, law: LawReference(name: "GDPR", article: "7(3)"),
      severity: severity, asset: asset, locus: locus, verdict: verdict, counts: counts, previous: previous,
      sample: sample, parameters: parameters, obligation: "Consent is valid when the data is used.",
      remedy: "Stop the rule for these people.", status: status, fingerprint: name,
      evidenceDigest: evidenceDigest(verdict: verdict, counts: counts, sample: sample, salt: key.salt(for: name)),
      places: places, help: help, example: example)
  }

  static let sends = ExaminedStore.Collection(
    name: "campaign_sends", rows: 6589, examined: 6589, controls: ["gdpr-5-1-e-retention", "gdpr-7-3-withdrawal"])
  static let households = ExaminedStore.Collection(
    name: "households", rows: 2469, examined: 2400, controls: ["gdpr-5-1-e-retention"])
  static let journey = ExaminedStore(
    id: "journey", engine: "sqlite", mapDigest: SHA256Digest.hexadecimal(of: [1]), collections: [sends, households])

  /// An audit with news, something known, something fixed, something that could not be told, and a gap.
  static let audit = Report(
    kind: .audit, asOf: instant("2018-01-01T04:01:20Z"), project: "retailer", generator: "0.1.0",
    policies: [
      PolicyDigest(id: "gdpr", version: "2026.11", digest: SHA256Digest.hexadecimal(of: [2]), controls: 31)
    ],
    stores: [journey],
    gaps: [Gap(subject: "support", reason: .unreadable, detail: "the file `support.sqlite` is locked")],
    unmet: [
      UnmetControl(pack: "gdpr", control: "gdpr-12-3-deadline", reason: "no map declares a register of requests"),
      UnmetControl(pack: "gdpr", control: "gdpr-17-1-erasure", reason: "no map declares a register of erasures"),
    ],
    findings: [sameDay, withdrawal, retention, mended], pseudonymKey: key.name)

  static let withdrawal = finding(
    control: "gdpr-7-3-withdrawal", title: "Withdrawn consent ends the use", severity: .critical,
    asset: .store("journey", collection: "campaign_sends", field: nil, rule: nil),
    locus: Locus(use: DataUse("marketing.communications.email"), channel: Channel("email")),
    verdict: .violation(.withdrawn),
    counts: Counts(
      uses: 214, subjects: 97, first: instant("2017-03-09"), last: instant("2017-11-20T10:00:00.5Z")),
    subjects: ["7", "70"], parameters: [Parameter("maxAge", "P24M")])

  static let retention = finding(
    control: "gdpr-5-1-e-retention", title: "Profiles are not kept for ever", severity: .medium,
    asset: .store("journey", collection: "households", field: nil, rule: nil), verdict: .violation(.keptTooLong),
    counts: Counts(records: 144, subjects: 144), previous: Counts(records: 100, subjects: 100), subjects: ["1"],
    parameters: [Parameter("maxAge", "P90D"), Parameter("since", "lastActivity")], status: .worse)

  static let sameDay = finding(
    control: "gdpr-7-3-withdrawal", title: "Withdrawn consent ends the use", severity: .critical,
    asset: .store("journey", collection: "campaign_sends", field: nil, rule: nil), verdict: .unverifiable(.sameDay),
    counts: Counts(uses: 1, subjects: 1), previous: Counts(uses: 1, subjects: 1), subjects: ["9"], status: .existing)

  static let mended = finding(
    control: "gdpr-5-1-c-place", title: "A city is enough", severity: .low,
    asset: .store("journey", collection: "households", field: "zip", rule: nil), verdict: .violation(.tooFine),
    counts: Counts(records: 0), previous: Counts(records: 2469), status: .fixed)

  /// The same audit when all is well.
  static let clean = Report(
    kind: .audit, asOf: audit.asOf, project: "retailer", generator: "0.1.0", policies: audit.policies,
    stores: [journey], pseudonymKey: key.name)

  /// A gate over one rule set, with two spans.
  static let gate = Report(
    kind: .gate, asOf: instant("2026-11-22"), project: "retailer", generator: "0.1.0", policies: audit.policies,
    ruleSets: [
      ExaminedRuleSet(
        id: "spring", format: "native", path: "rules/spring.yaml", digest: SHA256Digest.hexadecimal(of: [3]),
        rules: [
          ExaminedRuleSet.Rule(id: "lapsed-bakery-buyers", proved: 4, violated: 1, unverifiable: 0),
          ExaminedRuleSet.Rule(id: "welcome", proved: 5, violated: 0, unverifiable: 1),
        ])
    ], findings: [profiling, script], pseudonymKey: "")

  static let profiling = finding(
    control: "gdpr-6-1-a-profiling", title: "Profiling needs consent", severity: .high,
    asset: .rule(set: "spring", rule: "lapsed-bakery-buyers"), locus: Locus(attribute: "affinity.bakery"),
    verdict: .violation(.notCovered),
    places: [
      Place(
        span: SourceSpan(file: "rules/spring.yaml", line: 14, column: 23, length: 15),
        label: "derived from purchases by profiling", excerpt: "        - {attribute: affinity.bakery, atLeast: 0.4}"),
      Place(
        span: SourceSpan(file: "policies/packs/gdpr.yaml", line: 188, column: 7, length: 7), label: "asked here",
        excerpt: "      consent: {kinds: [express], maxAge: P24M}"),
    ], help: "add `- {consent: personalize.content.profiling}` to the audience, or drop the attribute",
    example: "{ affinity.bakery: 0.4, consent(personalize.content.profiling): none }")

  static let script = finding(
    control: "own-hygiene", title: "Rules can be read", severity: .low, asset: .rule(set: "spring", rule: "welcome"),
    verdict: .unverifiable(.opaque), previous: Counts(), status: .existing)
}
