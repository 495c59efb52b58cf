internal import ArgumentParser
internal import Auditor
internal import Glibc
internal import GovernanceModel

/// How a run ended, as the shell sees it. Of several, 70, 2, 3, 1, 4 is the order of precedence.
enum ExitStatus: Int32, Error, CaseIterable {
  case clean = 0
  case findings = 1
  case usage = 2
  case badInput = 3
  case incomplete = 4
  case internalError = 70

  /// Maps an error to a status and tells the user what it says; what ArgumentParser meant for success stays success.
  init(of error: any Error) {
    switch error {
    case let status as ExitStatus: self = status
    case let input as InputError:
      Terminal.tell(input.diagnostics)
      self = .badInput
    case is Terminal.BrokenPipe: self = .clean
    case let interrupted as Interrupted:
      let what = interrupted.byTimeLimit ? "reached its time limit" : "was interrupted"
      Terminal.complain("error: the audit \(what); the ledger keeps it as an interrupted run")
      self = .incomplete
    case is ValidationError, is CleanExit, is ExitCode: self = Self.ofParser(error)
    default: self = Self.isOfParser(error) ? Self.ofParser(error) : Self.ofFailure(Failure(error))
    }
  }

  private static func ofFailure(_ failure: Failure) -> ExitStatus {
    Terminal.tell(failure.diagnostics)
    switch failure.kind {
    case .badInput: return .badInput
    case .incomplete: return .incomplete
    case .internalError: return .internalError
    }
  }

  /// ArgumentParser's own errors are internal to it; all of them have an exit code other than plain failure.
  private static func isOfParser(_ error: any Error) -> Bool { Proviso.exitCode(for: error) != .failure }

  private static func ofParser(_ error: any Error) -> ExitStatus {
    let code = Proviso.exitCode(for: error)
    let message = Proviso.fullMessage(for: error)
    if code == .success {
      try? Terminal.print(message)
      return .clean
    }
    Terminal.complain(message)
    if let meant = CommandNames.meant(by: message) { Terminal.complain("  Did you mean '\(meant)'?") }
    return code == .validationFailure ? .usage : .internalError
  }

  func leave() -> Never { exit(rawValue) }
}
