import Foundation
import GovernanceModel
import Testing

@testable import Auditor
@testable import RuleScanner

/// A proof that the evaluator contradicts is a defect of Proviso, and must not pass for a verdict.
@Suite struct ProofFaultTests {
  @Test func `the run ends as an internal error and leaves the question behind`() throws {
    let question = "(declare-const a0 Int)\n(assert (= a0 7))\n(check-sat)\n"
    let fault = ProofFault(subject: "rule spring of shop", reproducer: question)
    let failure = try #require(throws: Failure.self) { try Auditor.refuse([fault, fault]) }
    #expect(failure.kind == .internalError)
    let told = try #require(failure.diagnostics.first)
    #expect(told.message == "internal error: the solver and the evaluator disagree about rule spring of shop")
    let path = try #require(told.help?.split(separator: " ").last.map(String.init))
    defer { try? FileManager.default.removeItem(atPath: path) }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "; rule spring of shop\n\(question)")
    // The same question is the same file: a second run fills no folder.
    let again = try #require(throws: Failure.self) { try Auditor.refuse([fault]) }
    #expect(again.diagnostics == failure.diagnostics)
  }

  @Test func `without a fault nothing happens`() throws { try Auditor.refuse([]) }
}
