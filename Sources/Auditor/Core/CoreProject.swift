internal import ConsentHistory
internal import DataStores
internal import Digests
internal import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import RuleSets
internal import SourceDocuments

/// The personalisation core of a project, opened: its rule sets, guard, store and log.
struct CoreProject {
  let ruleSets: [RuleSet]
  let points: [DecisionPoint]
  let store: EventStore
  let log: DecisionLog
  let key: PseudonymKey
  let catalogue: Catalogue

  /// Throws when the project has no `core:`, no rules of the core, or when a file cannot be opened.
  ///
  /// - Parameter models: false where no list is needed.
  init(_ project: Project, person: String? = nil, at now: Instant, models needsModels: Bool = true) throws {
    let settings = try project.coreFiles()
    let shelf = try RuleSetShelf.load(project.ruleSets)
    let native = shelf.ruleSets.filter { $0.format == RuleSetFormat.native.name }
    guard native.contains(where: { !$0.rules.isEmpty }) else {
      throw InputError([
        Diagnostic(
          .error, "the project has no rule that the core could run",
          help: "name rule sets of the native format under `ruleSets:`")
      ])
    }
    for path in [settings.store, settings.log] where !FileBytes.exists(FileBytes.folder(of: path)) {
      throw InputError([Diagnostic(.error, "there is no folder for `\(path)`")])
    }
    guard FileBytes.exists(settings.store) else {
      throw InputError([
        Diagnostic(
          .error, "there is no store `\(settings.store)`",
          help: "fill it by `proviso core import FILE`; see Documentation/PersonalisationCore.md")
      ])
    }
    let key = try PseudonymKey(FileBytes.readKey(project.pseudonymKeyPath))
    self.key = key
    let uses = project.policies.vocabulary.channelUses
    let (opened, chosen): (EventStore, Set<String>?)
    do {
      opened = try EventStore(path: settings.store, channelUses: uses)
      log = try DecisionLog(path: settings.log) { key.pseudonym(of: $0) }
      catalogue = try opened.catalogue()
      chosen = try person.map { try opened.itemsChosen(by: $0, asOf: now) }
    } catch {
      throw InputError([
        Diagnostic(
          .error, "cannot use the core's files `\(settings.store)` and `\(settings.log)`: \(Self.reason(error))")
      ])
    }
    var assets = TacticAssets(catalogue: catalogue)
    for rule in native.flatMap(\.rules) {
      guard let plan = rule.plan else { continue }
      if case .journey(let journey) = plan, let zone = journey.quietHours?.zone {
        guard let rules = ZoneDatabase.rules(named: zone) else {
          throw InputError([
            Diagnostic(.error, "rule `\(rule.id)`: `\(zone)` is no time zone of this system")
          ])
        }
        assets.zones[zone] = rules
      }
      guard needsModels, let model = plan.model?.name, assets.models[model] == nil else { continue }
      assets.models[model] = try opened.model(model, of: chosen)
    }
    let guardian = Guard(project.policies, context: JudgeContext(project.policies, isOptOutSourceComplete: true))
    (ruleSets, store) = (native, opened)
    points = native.map { DecisionPoint(ruleSet: $0, guard: guardian, assets: assets) }
  }

  /// A person as of an instant, with derived attributes and what they were served; a blank one for an unknown key.
  func person(_ subject: String, at now: Instant) throws -> (person: Person, isKnown: Bool) {
    let stored = try store.person(subject, asOf: now, type: DataSubject("customer"))
    var person =
      stored ?? Person(Profile(subject: subject, subjectType: DataSubject("customer")), consents: ConsentTimeline([]))
    let programme = ruleSets.lazy.compactMap(\.loyalty).first
    person = ProfileDerivation(catalogue: catalogue, programme: programme).deriving(person, at: now)
    person.served = try log.served(person.profile.subject)
    return (person, stored != nil)
  }

  /// The first rule set that serves the person; where none does, everything that stood in the way.
  func decide(for person: Person, _ request: DecisionRequest) -> Decision? {
    var fallback: Decision?
    for point in points {
      let decision = point.decide(for: person, request)
      guard decision.outcome == .fallback else { return decision }
      guard var joined = fallback else {
        fallback = decision
        continue
      }
      joined.refused += decision.refused
      joined.held += decision.held
      joined.offering = joined.offering ?? decision.offering
      fallback = joined
    }
    return fallback
  }

  /// What is wrong with a file, without anything that lies in it.
  private static func reason(_ error: any Error) -> String {
    (error as? DecisionLog.UnknownVersion)?.description ?? "it is no database of the core, or cannot be written"
  }
}

extension Project {
  /// Throws when the project runs no core.
  func coreFiles() throws(InputError) -> CoreFiles {
    if let core { return core }
    throw InputError([
      Diagnostic(
        .error, "`\(path)` has no `core:`",
        help: "add `core: {store: core.sqlite, log: decisions.sqlite}`; see Documentation/PersonalisationCore.md")
    ])
  }

  /// The file that holds the people of the core.
  public func coreStore() throws -> String { try coreFiles().store }
}
