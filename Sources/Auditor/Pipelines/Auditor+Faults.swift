internal import Digests
internal import FoundationEssentials
internal import GovernanceModel
internal import RuleScanner

extension Auditor {
  /// A proof that the evaluator contradicts is a defect of Proviso: nothing that the run said counts, and the question is
  /// written to a file in the folder for temporary ones. It numbers values and names none.
  static func refuse(_ faults: [ProofFault]) throws {
    guard let fault = faults.first else { return }
    let text = Array("; \(fault.subject)\n\(fault.reproducer)".utf8)
    let name = "proviso-fault-\(SHA256Digest.hexadecimal(of: text).prefix(12)).smt2"
    let path = FileManager.default.temporaryDirectory.appending(path: name).path
    try FileBytes.write(text, to: path)
    throw Failure(
      .internalError,
      [
        Diagnostic(
          .error, "internal error: the solver and the evaluator disagree about \(fault.subject)",
          help: "please report it with \(path)")
      ])
  }
}
