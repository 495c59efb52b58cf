package import GovernanceModel

/// Makes reports of every shape: with texts that break careless writers, and with all that is optional there or not.
package struct RandomReport {
  private var random: SplitMix64
  /// Texts that XML can hold, so that nothing is replaced; false draws control characters and non-characters too.
  private let cleanly: Bool

  package init(seed: UInt64, cleanly: Bool = true) {
    random = SplitMix64(seed: seed)
    self.cleanly = cleanly
  }

  package mutating func report() -> Report {
    let kind: Report.Kind = random.oneIn(2) ? .gate : .audit
    var fingerprints: Set<String> = []
    let findings = list(6) { $0.finding() }.filter { fingerprints.insert($0.fingerprint).inserted }
    return Report(
      kind: kind, asOf: instant(), project: text(), baseline: maybe { $0.text() }, generator: text(),
      policies: (0..<number(3)).map {
        PolicyDigest(id: "pack\($0)", version: text(), digest: hex(64), controls: number())
      },
      stores: (0..<number(3)).map { store(id: "store\($0)") }, ruleSets: list(2) { $0.ruleSet() },
      gaps: list(2) { Gap(subject: $0.text(), reason: $0.reason(), detail: $0.text()) },
      unmet: list(2) { UnmetControl(pack: $0.text(), control: $0.controlID(), reason: $0.text()) },
      since: maybe { $0.since() }, limits: list(2) { Limit(subject: $0.text(), detail: $0.text()) }, findings: findings,
      pseudonymKey: hex(8))
  }

  package mutating func finding() -> Finding {
    Finding(
      pack: text(), control: controlID(), title: text(),
      law: LawReference(name: text(), article: text(), isChecked: random.oneIn(2)),
      severity: pick(Severity.allCases, .low),
      asset: asset(), locus: locus(), verdict: random.oneIn(2) ? .violation(reason()) : .unverifiable(reason()),
      counts: counts(), previous: maybe { $0.counts() }, sample: list(3) { "p:" + $0.hex(32) },
      parameters: list(2) { Parameter("name" + $0.text(), $0.text()) }, obligation: text(), remedy: text(),
      status: pick(Finding.Status.allCases, .new), fingerprint: "fp1:" + hex(64), evidenceDigest: hex(64),
      places: list(2) { $0.place() }, help: maybe { $0.text() }, example: maybe { $0.text() },
      waiver: maybe { $0.waiver() })
  }

  package mutating func asset() -> Asset {
    switch number(4) {
    case 0: .rule(set: text(), rule: maybe { $0.text() })
    case 1: .store(text(), collection: nil, field: nil, rule: nil)
    default: .store(text(), collection: text(), field: maybe { $0.text() }, rule: maybe { $0.text() })
    }
  }

  // MARK: - Parts

  private mutating func store(id: String) -> ExaminedStore {
    ExaminedStore(
      id: id, engine: text(), mapDigest: hex(64),
      collections: list(3) { random in
        ExaminedStore.Collection(
          name: random.text(), rows: random.number(1_000_000), examined: random.number(),
          controls: random.list(3) { $0.controlID() })
      })
  }

  private mutating func since() -> EarlierAudit {
    EarlierAudit(
      run: number(), asOf: instant(),
      logs: list(2) { EarlierAudit.Log(collection: $0.text(), judged: $0.number(), carried: $0.number()) })
  }

  private mutating func ruleSet() -> ExaminedRuleSet {
    ExaminedRuleSet(
      id: text(), format: text(), path: text(), digest: hex(64),
      rules: list(3) {
        ExaminedRuleSet.Rule(id: $0.text(), proved: $0.number(), violated: $0.number(), unverifiable: $0.number())
      })
  }

  private mutating func place() -> Place {
    let span = SourceSpan(file: text(), line: number() + 1, column: number() + 1, length: number(20))
    return Place(span: span, label: text(), excerpt: text())
  }

  private mutating func waiver() -> AppliedWaiver {
    AppliedWaiver(
      owner: text(), approver: text(), reason: text(), approved: instant().date, expires: instant().date,
      fault: maybe { $0.text() })
  }

  private mutating func locus() -> Locus {
    Locus(
      attribute: maybe { $0.text() }, category: maybe { DataCategory($0.text()) }, use: maybe { DataUse($0.text()) },
      channel: maybe { Channel($0.text()) })
  }

  private mutating func counts() -> Counts {
    Counts(
      uses: maybe { $0.number() }, records: maybe { $0.number() }, subjects: maybe { $0.number() },
      first: maybe { $0.instant() }, last: maybe { $0.instant() })
  }

  private mutating func controlID() -> String { pick(["gdpr-7-3", "_own.9", "Crowd_5"], "a") + String(number()) }

  private mutating func reason() -> Reason { pick(Reason.allCases, .noRecord) }

  /// Between the years 1 and 9999.
  private mutating func instant() -> Instant {
    let seconds = Int64.random(in: -62_135_596_800...253_402_300_799, using: &random)
    return Instant(microseconds: seconds * 1_000_000 + (random.oneIn(2) ? 0 : Int64(number(999_999))))
  }

  /// Markup, quotes, white space at both ends, line breaks, what looks like entities, other scripts.
  private mutating func text() -> String {
    let pieces = [
      "a", "campaign sends", "<", ">", "&", "&amp;", "\"", "'", "]]>", "\n", "\r", "\r\n", "\t", "  ", "é", "e\u{301}",
      "語", "😀", "\u{85}", "\u{2028}", "\u{202E}", "<!--", "-->", "&#0;", "%n", "\u{FFFD}",
    ]
    let forbidden = ["\u{0}", "\u{1}", "\u{8}", "\u{B}", "\u{1B}[31m", "\u{1F}", "\u{FFFE}", "\u{FFFF}", "\u{7F}"]
    return (0..<number(5)).map { _ in pick(cleanly ? pieces : pieces + forbidden, "") }.joined()
  }

  private mutating func hex(_ digits: Int) -> String {
    String((0..<digits).map { _ in pick(Array("0123456789abcdef"), "0") })
  }

  private mutating func number(_ limit: Int = 1000) -> Int { Int.random(in: 0...limit, using: &random) }

  private mutating func pick<Element>(_ elements: [Element], _ other: Element) -> Element {
    random.pick(elements) ?? other
  }

  private mutating func maybe<Element>(_ make: (inout RandomReport) -> Element) -> Element? {
    random.oneIn(2) ? make(&self) : nil
  }

  private mutating func list<Element>(_ limit: Int, _ make: (inout RandomReport) -> Element) -> [Element] {
    (0..<number(limit)).map { _ in make(&self) }
  }
}
