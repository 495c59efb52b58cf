internal import AuditLedger
internal import DataStores
public import GovernanceModel
internal import Reporter

/// Why a run could not be made, as the command line tells it. Holds no personal value.
public struct Failure: Error, Sendable, CustomStringConvertible {
  /// What went wrong, as exit codes tell it apart.
  public enum Kind: Sendable {
    /// The input cannot be used.
    case badInput
    /// Something could not be reached or recorded.
    case incomplete
    /// A defect of Proviso.
    case internalError
  }

  public let kind: Kind
  public let diagnostics: [Diagnostic]

  /// Any error of the floors below.
  public init(_ error: any Error) {
    switch error {
    case let failure as Failure: self = failure
    case let input as InputError: self.init(.badInput, input.diagnostics)
    case let ledger as LedgerError: self.init(.incomplete, [Diagnostic(.error, ledger.description)])
    case let store as StoreError: self.init(.incomplete, [Diagnostic(.error, store.description, help: store.help)])
    case let report as ReportXMLError:
      self.init(.internalError, [Diagnostic(.error, "the report does not validate: \(report)")])
    default: self.init(.internalError, [Diagnostic(.error, "internal error: \(type(of: error))")])
    }
  }

  init(_ kind: Kind, _ diagnostics: [Diagnostic]) { (self.kind, self.diagnostics) = (kind, diagnostics) }

  static func notFound(_ message: String, help: String? = nil) -> Failure {
    Failure(.badInput, [Diagnostic(.error, message, help: help)])
  }

  public var description: String { diagnostics.map(\.message).joined(separator: "; ") }
}
