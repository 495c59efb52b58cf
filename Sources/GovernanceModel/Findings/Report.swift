/// Everything that one run found and looked at. The report XML is its written form.
public struct Report: Hashable, Sendable {
  /// Rules before they are deployed, or data that are held.
  public enum Kind: String, Hashable, Sendable { case gate, audit }

  public var kind: Kind
  public var asOf: Instant
  public var project: String
  /// What the findings were compared with, such as `main`, `run 12` or `audit.xml`; nil when with nothing.
  public var baseline: String?
  /// Version of Proviso that made it.
  public var generator: String
  public var policies: [PolicyDigest]
  public var stores: [ExaminedStore]
  public var ruleSets: [ExaminedRuleSet]
  /// What was promised or asked for and could not be looked at.
  public var gaps: [Gap]
  /// Controls that met nothing in what the maps of the stores declare: neither broken nor kept. Ordered by pack and control.
  public var unmet: [UnmetControl]
  /// The audit that this one goes on from; nil where everything was judged.
  public var since: EarlierAudit?
  /// What limits how exact the findings are, though nothing was left out. Ordered by subject and text.
  public var limits: [Limit]
  /// Ordered by severity descending, control, asset, locus, reason.
  public var findings: [Finding]
  /// Names the key, never the key itself.
  public var pseudonymKey: String

  public init(
    kind: Kind, asOf: Instant, project: String, baseline: String? = nil, generator: String,
    policies: [PolicyDigest] = [],
    stores: [ExaminedStore] = [], ruleSets: [ExaminedRuleSet] = [], gaps: [Gap] = [], unmet: [UnmetControl] = [],
    since: EarlierAudit? = nil, limits: [Limit] = [], findings: [Finding] = [], pseudonymKey: String
  ) {
    (self.kind, self.asOf, self.project, self.baseline) = (kind, asOf, project, baseline)
    self.generator = generator
    (self.policies, self.stores, self.ruleSets, self.gaps) = (policies, stores, ruleSets, gaps)
    (self.unmet, self.findings, self.pseudonymKey) = (unmet, findings, pseudonymKey)
    (self.since, self.limits) = (since, limits)
  }

  /// False when something was skipped or could not be told.
  public var isComplete: Bool {
    gaps.isEmpty && !findings.contains { if case .unverifiable = $0.verdict { $0.isOpen } else { false } }
  }
}

/// A policy pack as it was applied.
public struct PolicyDigest: Hashable, Sendable {
  public let id: String
  public let version: String
  /// SHA-256 of the pack's bytes, 64 hexadecimal digits.
  public let digest: String
  public let controls: Int
  public init(id: String, version: String, digest: String, controls: Int) {
    (self.id, self.version, self.digest, self.controls) = (id, version, digest, controls)
  }
}

/// A store and what of it was read.
public struct ExaminedStore: Hashable, Sendable {
  /// A collection of the store, and what looked at it.
  public struct Collection: Hashable, Sendable {
    public let name: String
    /// Rows that the scan read.
    public let rows: Int
    /// Rows that at least one check could judge.
    public let examined: Int
    /// Controls that were applied to it, in byte order.
    public let controls: [String]
    public init(name: String, rows: Int, examined: Int, controls: [String]) {
      (self.name, self.rows, self.examined, self.controls) = (name, rows, examined, controls)
    }
  }

  public let id: String
  public let engine: String
  /// SHA-256 of the data map's bytes.
  public let mapDigest: String
  public let collections: [Collection]
  public init(id: String, engine: String, mapDigest: String, collections: [Collection]) {
    (self.id, self.engine, self.mapDigest, self.collections) = (id, engine, mapDigest, collections)
  }
}

/// A rule set and the verdict on each of its rules.
public struct ExaminedRuleSet: Hashable, Sendable {
  /// A rule, with how many controls it was proved for, violates, and could not be told.
  public struct Rule: Hashable, Sendable {
    public let id: String
    public let proved: Int
    public let violated: Int
    public let unverifiable: Int
    public init(id: String, proved: Int, violated: Int, unverifiable: Int) {
      (self.id, self.proved, self.violated, self.unverifiable) = (id, proved, violated, unverifiable)
    }

    /// `violation` before `unverifiable` before `compliant`; a rule that no obligation met is unverifiable.
    public var verdict: String {
      if violated > 0 { return "violation" }
      return unverifiable > 0 || proved == 0 ? "unverifiable" : "compliant"
    }
  }

  public let id: String
  public let format: String
  public let path: String
  public let digest: String
  public let rules: [Rule]
  public init(id: String, format: String, path: String, digest: String, rules: [Rule]) {
    (self.id, self.format, self.path, self.digest, self.rules) = (id, format, path, digest, rules)
  }
}

/// A control that found nothing to look at, such as a deadline for requests where no map declares a register of them.
public struct UnmetControl: Hashable, Sendable {
  public let pack: String
  public let control: String
  /// What is not there, in words.
  public let reason: String
  public init(pack: String, control: String, reason: String) {
    (self.pack, self.control, self.reason) = (pack, control, reason)
  }
}

/// An audit that a later one goes on from: what uses before its instant came to was taken over, not judged again.
public struct EarlierAudit: Hashable, Sendable {
  /// A use log, and how many of its uses were judged now and then.
  public struct Log: Hashable, Sendable {
    /// `store.collection`.
    public let collection: String
    /// Uses after the instant, and those of which nobody can say.
    public let judged: Int
    /// Uses up to the instant: not judged again.
    public let carried: Int
    public init(collection: String, judged: Int, carried: Int) {
      (self.collection, self.judged, self.carried) = (collection, judged, carried)
    }
  }

  /// Its number in the ledger.
  public let run: Int
  public let asOf: Instant
  /// Ordered by name; a log that is not among them was judged whole.
  public let logs: [Log]
  public init(run: Int, asOf: Instant, logs: [Log]) { (self.run, self.asOf, self.logs) = (run, asOf, logs) }
}

/// Something that a reader must know to weigh the findings, such as a store that changes while it is read.
public struct Limit: Hashable, Sendable {
  /// The store, collection or run.
  public let subject: String
  /// In words, without any personal value.
  public let detail: String
  public init(subject: String, detail: String) { (self.subject, self.detail) = (subject, detail) }
}

/// Something that was not looked at, or not wholly: never a pass.
public struct Gap: Hashable, Sendable {
  /// The store, collection, rule set or file.
  public let subject: String
  public let reason: Reason
  /// What happened, without any personal value.
  public let detail: String
  public init(subject: String, reason: Reason, detail: String) {
    (self.subject, self.reason, self.detail) = (subject, reason, detail)
  }
}
