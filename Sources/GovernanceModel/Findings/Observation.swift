/// What a check saw, before it is named, weighed and compared with earlier runs. Made by scanners, told by nobody else.
public struct Observation: Sendable {
  public var pack: String
  public var control: String
  public var asset: Asset
  public var locus: Locus
  /// Never `compliant`.
  public var verdict: Verdict
  public var counts: Counts
  /// The first subject keys in UTF-8 byte order, at most the scan's sample size.
  public var sample: [Redacted<String>]
  /// What was allowed, such as (`maxAge`, `P90D`), and what was met, such as (`measured`, `birth.date`).
  public var parameters: [Parameter]
  /// Rules only: the value that broke the control, and other places that explain it.
  public var places: [Place]
  /// Rules only: how to mend it, and a person whom the rule would wrong.
  public var help: String?
  public var example: String?

  public init(
    pack: String, control: String, asset: Asset, locus: Locus = Locus(), verdict: Verdict, counts: Counts = Counts(),
    sample: [Redacted<String>] = [], parameters: [Parameter] = [], places: [Place] = [], help: String? = nil,
    example: String? = nil
  ) {
    (self.pack, self.control, self.asset, self.locus, self.verdict) = (pack, control, asset, locus, verdict)
    (self.counts, self.sample, self.parameters) = (counts, sample, parameters)
    (self.places, self.help, self.example) = (places, help, example)
  }
}

/// A name and a value, both safe to show.
public struct Parameter: Hashable, Sendable {
  public let name: String
  public let value: String
  public init(_ name: String, _ value: String) { (self.name, self.value) = (name, value) }
}

/// A span with what is to be said at it.
public struct Place: Hashable, Sendable {
  public let span: SourceSpan
  public let label: String
  /// The source line, for the excerpt.
  public let excerpt: String
  public init(span: SourceSpan, label: String, excerpt: String) {
    (self.span, self.label, self.excerpt) = (span, label, excerpt)
  }
}

/// How much a finding covers; what does not apply is nil.
public struct Counts: Hashable, Sendable {
  public var uses: Int?
  public var records: Int?
  public var subjects: Int?
  public var first: Instant?
  public var last: Instant?

  public init(uses: Int? = nil, records: Int? = nil, subjects: Int? = nil, first: Instant? = nil, last: Instant? = nil)
  {
    (self.uses, self.records, self.subjects, self.first, self.last) = (uses, records, subjects, first, last)
  }
}
