public import GovernanceModel
internal import PersonalizationCore
internal import RuleSets

/// What is asked of the personalisation core for one person.
public struct CoreQuestion: Sendable {
  /// The person's key in the core's store.
  public var person: String
  public var at: Instant
  public var tactic: String?
  public var channel: Channel?
  public var rule: String?
  /// The item that is looked at.
  public var item: String?
  /// Writes the decision to the log.
  public var isRecorded: Bool

  public init(person: String, at: Instant, isRecorded: Bool) {
    (self.person, self.at, self.isRecorded) = (person, at, isRecorded)
  }
}

extension Auditor {
  /// Decides for one person at one moment, behind the guard; what is decided goes to the log unless told otherwise.
  ///
  /// A person of whom nothing is known gets what everyone gets, never an error.
  public func decide(_ question: CoreQuestion) throws -> DecisionReport {
    let tactic = try question.tactic.map(Self.tactic)
    let core = try CoreProject(project, person: question.person, at: question.at)
    if let id = question.rule, !core.ruleSets.contains(where: { $0.rules.contains { $0.id == id } }) {
      throw Self.noRule(id, in: core)
    }
    let found = try core.person(question.person, at: question.at)
    var request = DecisionRequest(at: question.at, tactic: tactic, channel: question.channel)
    (request.rule, request.item) = (question.rule, question.item)
    guard let decision = core.decide(for: found.person, request) else {
      throw Failure.notFound("the project has no rule that the core could run")
    }
    if question.isRecorded { try core.log.append([decision], of: [found.person]) }
    return DecisionReport(decision, key: core.key, isUnknownPerson: !found.isKnown)
  }

  private static func tactic(_ name: String) throws -> Tactic {
    if let tactic = Tactic(rawValue: name) { return tactic }
    let near = nearestName(to: name, among: Tactic.allCases.map(\.rawValue)).map { "did you mean `\($0)`?" }
    throw Failure.notFound(
      "`\(name)` is no tactic",
      help: near ?? "expected one of " + Tactic.allCases.map(\.rawValue).joined(separator: ", "))
  }

  static func noRule(_ id: String, in core: CoreProject) -> Failure {
    let near = nearestName(to: id, among: core.ruleSets.flatMap(\.rules).map(\.id))
    return .notFound("no rule set of the core has a rule `\(id)`", help: near.map { "did you mean `\($0)`?" })
  }
}
