package import GovernanceModel

/// Names a run of the ledger.
package struct RunID: Hashable, Sendable, Comparable, CustomStringConvertible {
  package let number: Int64
  package init(_ number: Int64) { self.number = number }
  package var description: String { String(number) }
  package static func < (left: RunID, right: RunID) -> Bool { left.number < right.number }
}

/// What is known of a run before it starts.
package struct RunStart: Hashable, Sendable {
  package var kind: Report.Kind
  package var project: String
  /// Names what the run covers, such as a digest of the chosen stores and rule sets; runs are compared within it.
  package var scope: String
  package var asOf: Instant
  /// By the clock of the machine.
  package var started: Instant
  package var process: ProcessIdentity

  package init(
    kind: Report.Kind, project: String, scope: String, asOf: Instant, started: Instant, process: ProcessIdentity
  ) {
    (self.kind, self.project, self.scope) = (kind, project, scope)
    (self.asOf, self.started, self.process) = (asOf, started, process)
  }
}

/// A run as the ledger knows it.
package struct RunRecord: Hashable, Sendable {
  /// How a run stands: `interrupted` where its process ended without saying so.
  package enum Status: String, Hashable, Sendable {
    case running, complete, failed
    /// Recorded as running by a process that is gone.
    case interrupted
  }

  package let id: RunID
  package let start: RunStart
  package let status: Status
  /// Why it failed.
  package let failure: String?
  /// Of a completed run: its digest in the chain, and the SHA-256 of its report XML.
  package let digest: String?
  package let reportDigest: String?
}
