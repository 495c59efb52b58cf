internal import AuditLedger
internal import DataStores
internal import Digests
internal import Foundation
public import GovernanceModel
internal import StoreScanner

/// An audit that was cut off and can be continued.
public struct InterruptedAudit: Sendable {
  /// Its number in the ledger.
  public let run: Int
  /// The instant that it is of: what continues it is of the same.
  public let asOf: Instant

  /// The last audit of these stores.
  ///
  /// - Parameter names: as for `Auditor.audit`.
  public init(of project: Project, stores names: [String]) throws {
    let ledger = FileBytes.exists(project.ledgerPath) ? try Ledger(path: project.ledgerPath) : nil
    guard let found = try ledger?.unfinished(.audit, scope: Auditor.scope(names)) else {
      throw Failure.notFound(
        "there is no interrupted audit of these stores to resume", help: "run `proviso audit` without `--resume`")
    }
    (run, asOf) = (Int(found.record.id.number), found.record.start.asOf)
  }
}

/// What an audit must share with one that it continues, beside scope and instant.
struct ResumeFacts: Codable, Equatable {
  var generator, configuration, key, strategy: String
  /// Digests by store.
  var maps: [String: String]
  /// What tells the state of a store, where something does.
  var states: [String: String]
  /// The run that it goes on from.
  var since: Int?

  /// What is not as it was, for a message; nil where all is.
  func difference(from then: ResumeFacts) -> String? {
    if generator != then.generator { return "Proviso was another version (\(then.generator))" }
    if key != then.key { return "the pseudonym key is another one" }
    if configuration != then.configuration { return "the project file, a policy pack or a vocabulary changed" }
    for (store, digest) in maps.sorted(by: { $0.key < $1.key }) where then.maps[store] != digest {
      return "the data map of `\(store)` changed"
    }
    for store in maps.keys.sorted() where then.states[store] != states[store] {
      return "the store `\(store)` changed, or cannot be reached"
    }
    return maps.count == then.maps.count ? nil : "the stores of the project changed"
  }
}

extension Auditor {
  /// What would have to be the same for another run that continues this one.
  func resumeFacts(_ stores: [Project.Store], key: String, strategy: AuditStrategy) -> ResumeFacts {
    var facts = ResumeFacts(
      generator: generator, configuration: project.configuration, key: key, strategy: strategy.rawValue, maps: [:],
      states: [:])
    for store in stores {
      facts.maps[store.name] = store.map.digest
      facts.states[store.name] = store.opened(project.drivers).fingerprint
    }
    return facts
  }

  /// The run to continue, with its facts; throws where something is not as it was then.
  func resumable(
    _ facts: ResumeFacts, scope: String, in ledger: Ledger
  ) throws -> (run: UnfinishedRun, facts: ResumeFacts) {
    let help = "run `proviso audit` without `--resume`: it reads everything again"
    guard let run = try ledger.unfinished(.audit, scope: scope),
      let then = try? JSONDecoder().decode(ResumeFacts.self, from: Data(run.facts.utf8))
    else { throw Failure.notFound("there is no interrupted audit of these stores to resume", help: help) }
    guard run.record.status != .running else { throw Failure.notFound("run \(run.record.id) is still running") }
    guard run.record.start.asOf == asOf else {
      throw Failure.notFound(
        "run \(run.record.id) cannot be resumed as of \(asOf): it is as of \(run.record.start.asOf)",
        help: "leave `--as-of` out, or run `proviso audit` without `--resume`")
    }
    if let difference = facts.difference(from: then) {
      throw Failure.notFound("run \(run.record.id) cannot be resumed: \(difference)", help: help)
    }
    return (run, then)
  }

  /// Lets the scan begin with what an interrupted run kept, and keep what it finishes.
  ///
  /// - Returns: how many readings of collections were kept.
  func prepare(
    _ options: inout StoreScan.Options, _ facts: ResumeFacts, _ unfinished: UnfinishedRun?, run: RunID,
    _ key: PseudonymKey, _ ledger: Ledger
  ) throws -> Int {
    let parts = (unfinished?.parts ?? []).compactMap { key.opened($0) }
    options.kept = parts.compactMap { try? JSONDecoder().decode(ScanPart.self, from: Data($0)) }
    let text = String(decoding: try JSONEncoder().encode(facts), as: UTF8.self)
    try ledger.keepParts(of: run, facts: text, continuing: unfinished?.record.id)
    // An audit that cannot keep its parts is an audit none the less; nobody can continue it from here.
    options.keep = { parts in
      let sealed = parts.compactMap { part in (try? JSONEncoder().encode(part)).flatMap { key.sealed(Array($0)) } }
      try? ledger.keep(sealed, of: run)
    }
    return options.kept.count
  }
}

extension UnfinishedRun {
  fileprivate func note(_ kept: Int) -> String {
    kept == 0 ? "nothing of it was kept, so that everything is read" : "\(kept) finished readings are not done again"
  }

  /// That a run continues this one.
  func told(_ kept: Int) -> Diagnostic { Diagnostic(.note, "run \(record.id) is resumed: \(note(kept))") }
}
