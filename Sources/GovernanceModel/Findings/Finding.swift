/// One thing that breaks a control or could not be verified, with everything that a reader needs (semantics section 9).
public struct Finding: Hashable, Sendable {
  /// How a finding stands against the last complete run of its kind (semantics section 9).
  public enum Status: String, Hashable, Sendable, CaseIterable {
    case new, existing, worse, reopened, fixed, notExamined, retired
    case waived, waiverExpired, waiverStale, waiverExceeded
  }

  public let pack: String
  public let control: String
  public let title: String
  public let law: LawReference
  public let severity: Severity
  public let asset: Asset
  public let locus: Locus
  public let verdict: Verdict
  public let counts: Counts
  /// The counts of the run that it is compared with.
  public var previous: Counts?
  /// Pseudonyms, each `p:` and lower-case hexadecimal digits.
  public let sample: [String]
  public let parameters: [Parameter]
  /// The obligation in words.
  public let obligation: String
  public let remedy: String
  public var status: Status
  /// `fp1:` and 64 hexadecimal digits.
  public let fingerprint: String
  /// SHA-256 over verdict, counts and salted sample, 64 hexadecimal digits.
  public let evidenceDigest: String
  public let places: [Place]
  public let help: String?
  public let example: String?
  /// The waiver that names it, whether it holds or not.
  public var waiver: AppliedWaiver?

  public init(
    pack: String, control: String, title: String, law: LawReference, severity: Severity, asset: Asset, locus: Locus,
    verdict: Verdict, counts: Counts, previous: Counts? = nil, sample: [String], parameters: [Parameter],
    obligation: String, remedy: String, status: Status, fingerprint: String, evidenceDigest: String,
    places: [Place] = [], help: String? = nil, example: String? = nil, waiver: AppliedWaiver? = nil
  ) {
    (self.pack, self.control, self.title, self.law, self.severity) = (pack, control, title, law, severity)
    (self.asset, self.locus, self.verdict, self.counts, self.previous) = (asset, locus, verdict, counts, previous)
    (self.sample, self.parameters, self.obligation, self.remedy) = (sample, parameters, obligation, remedy)
    (self.status, self.fingerprint, self.evidenceDigest) = (status, fingerprint, evidenceDigest)
    (self.places, self.help, self.example, self.waiver) = (places, help, example, waiver)
  }

  /// Counts against the gate: a violation or an unverified thing that is not known, waived or gone.
  public var isOpen: Bool {
    switch status {
    case .new, .worse, .reopened, .existing, .waiverExpired, .waiverStale, .waiverExceeded: true
    case .fixed, .notExamined, .retired, .waived: false
    }
  }

  /// Open, and not already there in the run that it is compared with.
  public var isNews: Bool { isOpen && status != .existing }
}

/// A law and where in it.
public struct LawReference: Hashable, Sendable {
  public let name: String
  public let article: String
  /// False when nobody has compared the citation with the text of the law; shown to the reader.
  public let isChecked: Bool
  public init(name: String, article: String, isChecked: Bool = true) {
    (self.name, self.article, self.isChecked) = (name, article, isChecked)
  }
}
