import FidesEvaluation
import ProvisoTesting
import Testing

/// Without recorded outcomes.
@Suite struct FidesEvaluationTests {
  private func outcome(_ text: String) throws -> FidesOutcome {
    FidesEvaluation(try Manifest.manifests(text), defaults: try Manifest.defaultKeys()).run()
  }

  private static let rule = """
    policy:
      - fides_key: p
        rules:
          - name: r
            data_categories: {matches: ANY, values: [user.contact]}
            data_uses: {matches: ANY, values: [marketing]}
            data_subjects: {matches: ANY, values: [customer, member]}

    """

  @Test func `keys of the manifests' own have the parents that they name, and only those`() throws {
    let own = """
      data_category:
        - {fides_key: user.contact.pager, parent_key: user.contact}
        - {fides_key: user.contact.telex}
      data_subject: [{fides_key: member}]
      system:
        - fides_key: s
          system_type: Service
          privacy_declarations:
            - {data_categories: [user.contact.pager, user.contact.telex], data_use: marketing, data_subjects: [member]}

      """
    guard case .evaluated(let violations) = try outcome(Self.rule + own) else {
      Issue.record("not evaluated")
      return
    }
    #expect(violations.map(\.categories) == [["user.contact.pager"]])
    #expect(violations.first?.subject == "Declaration (None) of system (s) failed rule (r) from policy (p)")
  }

  @Test func `a key that nothing defines stops the evaluation, in a dataset only where a declaration refers to it`()
    throws
  {
    guard case .missingKeys(let keys) = try outcome(Self.rule) else {
      Issue.record("`member` is defined nowhere")
      return
    }
    #expect(keys == ["member"])
    let dataset = """
      data_subject: [{fides_key: member}]
      dataset:
        - fides_key: ds
          collections: [{name: c, fields: [{name: f, data_categories: [user.nothing]}]}]
      system:
        - fides_key: s
          system_type: Service
          privacy_declarations:
            - {data_categories: [user.name], data_use: marketing, data_subjects: [member]REFERENCE}

      """
    let apart = dataset.replacing("REFERENCE", with: "")
    guard case .evaluated(let violations) = try outcome(Self.rule + apart) else {
      Issue.record("nothing refers to the dataset")
      return
    }
    #expect(violations.isEmpty)
    let joined = dataset.replacing("REFERENCE", with: ", dataset_references: [ds]")
    guard case .unresolved(let reason) = try outcome(Self.rule + joined) else {
      Issue.record("the dataset names a key that nothing defines")
      return
    }
    #expect(reason == .key("user.nothing"))
    #expect(reason.words == "Found missing key (user.nothing) referenced in taxonomy")
  }

  /// Over random keys: what the four ways to match say of one another.
  @Test func `the four ways to match part the declared keys`() {
    var random = SplitMix64(seed: 7)
    for _ in 0..<2_000 {
      let declared = (0..<Int.random(in: 0...4, using: &random)).map { _ in "k\(Int.random(in: 0...5, using: &random))"
      }
      let values = (0..<3).map { _ in "k\(Int.random(in: 0...5, using: &random))" }
      let lineages = declared.map { [$0, "root"] }
      func keys(_ mode: FidesMatch.Mode) -> Set<String> { FidesMatch(mode, values).violating(lineages) }
      #expect(keys(.any).union(keys(.other)) == Set(declared))
      #expect(keys(.any).isDisjoint(with: keys(.other)))
      #expect(keys(.none).isEmpty || keys(.any).isEmpty)
      #expect(keys(.all).isEmpty || keys(.other).isEmpty)
      #expect(keys(.all) == (Set(declared).count == declared.count && keys(.other).isEmpty ? keys(.any) : []))
    }
  }
}
