internal import ConsentHistory
public import GovernanceModel
internal import PolicyEngine

/// What one person agreed to, for one use at one moment, and why.
public struct ConsentStatus: Sendable {
  /// What is asked.
  public struct Question: Sendable {
    public var subject: String
    public var use: DataUse
    public var channel: Channel?
    public var controller: String?
    public var at: Moment
    /// Categories that the use reads: controls on special categories are asked then.
    public var reads: [DataCategory] = []
    /// Stores of the project; empty: all.
    public var stores: [String] = []
    /// A decision log that `consent import` wrote, in place of the project's stores.
    public var log: String?

    public init(subject: String, use: DataUse, at: Moment) {
      (self.subject, self.use, self.at) = (subject, use, at)
    }
  }

  /// What controls that come to the same say.
  struct Answer {
    var controls: [ControlName]
    /// What they ask, in words.
    var obligation: String
    var terms: ConsentTerms
    var verdict: Verdict
    var account: ConsentAccount
    /// The state over time; each from its instant to the next.
    var course: [Course]
  }

  struct ControlName: Hashable {
    var pack: String
    var id: String
    var title: String
    var law: String
  }

  struct Course: Hashable {
    var from: Instant
    var state: ConsentState
  }

  /// `p:` and digits.
  let pseudonym: String
  let question: Question
  let events: [ConsentEvent]
  /// The gravest first.
  let answers: [Answer]
  /// No control asks for consent to this use: the answer is the general rule's.
  let isGeneral: Bool
  /// Some store has a row of the person.
  let isKnown: Bool
  let logs: [String]
  public let gaps: [Gap]

  /// The gravest of all answers; `unverifiable` for somebody whom no store knows.
  public var verdict: Verdict {
    guard isKnown else { return .unverifiable(.noRecord) }
    return answers.reduce(.compliant) { $0.combined(with: $1.verdict) }
  }
}
