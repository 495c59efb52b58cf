import GovernanceModel
import PolicyEngine
import Testing

@testable import Auditor

@Suite struct PolicyBenchTests {
  @Test func `the examples of a pack are run, and one that comes out otherwise is told at its line`() throws {
    let examples = """
      \(Workspace.ownerPack)    examples:
            - violates: {rule: {id: a, use: personalize.content, audience: {attribute: affinity.bakery, atLeast: 0.4}}}
              reason: noOwner
            - complies: {rule: {id: a, use: personalize.content, audience: {attribute: affinity.bakery, atLeast: 0.4}}}
            - complies: {rule: {id: a, owner: crm, use: personalize.content, audience: {attribute: affinity.bakery, exists: true}}}

      """.replacing("\n\n", with: "\n")
    let work = try Workspace(["own.yaml": examples])
    let bench = try PolicyBench.load([work.path("own.yaml")], projectPath: "", installation: Workspace.installation)
    let result = bench.test()
    #expect((result.controls, result.examples, result.failures) == (1, 3, 1))
    let line = examples.split(separator: "\n").firstIndex { $0.contains("- complies: {rule: {id: a, use") }
    #expect(result.diagnostics.first?.span?.line == line.map { $0 + 1 })
    #expect(result.text(color: false).hasSuffix("1 controls, 3 examples: 2 as expected, 1 not"))
  }

  @Test func `without packs the project's are taken, without a project the shipped ones`() throws {
    let work = try Workspace(["proviso.yaml": "project: p\npolicies: [own.yaml]\n", "own.yaml": Workspace.ownerPack])
    let own = try PolicyBench.load([], projectPath: work.root, installation: Workspace.installation)
    #expect(own.controlCount == 1)
    let shipped = try PolicyBench.load([], projectPath: work.path("none"), installation: Workspace.installation)
    #expect(shipped.policies.packs.map(\.id) == Workspace.installation.packs)
  }

  @Test func `a pack that is not there is one error`() throws {
    #expect(throws: InputError.self) {
      _ = try PolicyBench.load(["/nowhere/x.yaml"], projectPath: "", installation: Workspace.installation)
    }
  }
}
