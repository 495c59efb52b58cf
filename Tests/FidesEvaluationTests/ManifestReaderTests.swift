import FidesEvaluation
import GovernanceModel
import SourceDocuments
import Testing

/// What the models of fideslang 3.1 refuse is refused with a place; what they ignore is ignored.
@Suite struct ManifestReaderTests {
  @Test(arguments: [
    ("id: 0", "`id` is a list of resources; found an integer"),
    ("sytem: [{fides_key: s}]", "fideslang has no resource type `sytem`"),
    ("policy: [{rules: []}]", "a policy needs `fides_key`"),
    ("policy: [{fides_key: p}]", "a policy needs `rules`"),
    ("policy: [{fides_key: p, rules: [{fides_key: r}]}]", "a rule needs `name`"),
    ("policy: [{fides_key: p, rules: [{name: r}]}]", "a rule needs `data_categories`"),
    ("system: [{fides_key: s, privacy_declarations: []}]", "a system needs `system_type`"),
    ("system: [{fides_key: s, system_type: Service}]", "a system needs `privacy_declarations`"),
    ("system: [{fides_key: s x}]", "a key holds only letters, digits, `_`, `.`, `-`, `<` and `>`"),
    ("dataset: [{fides_key: d, collections: [{name: c, fields: [{}]}]}]", "a field needs `name`"),
    (
      "dataset: [{fides_key: d, collections: [{name: c, fields: [{name: f}, {name: f}]}]}]",
      "the field `f` stands twice"
    ),
    ("data_use: [{fides_key: a.b, parent_key: c}]", "`parent_key` of `a.b` is its key without the last segment"),
    ("- 1", nil),
    ("organization: [{fides_key: o, whatever: 1}]", nil),
  ])
  func `each fault is told where it stands`(text: String, message: String?) {
    do throws(InputError) {
      let file = try SourceFile(path: "m.yml", bytes: Array(text.utf8))
      var notes: [Diagnostic] = []
      _ = try Manifests.read([(node: try Node.yaml(file), file: file)], notes: &notes)
      #expect(message == nil)
      #expect(notes.isEmpty == (text != "- 1"))
    } catch {
      #expect(error.diagnostics.contains { $0.message == message && $0.span != nil }, "\(error.diagnostics)")
    }
  }

  @Test func `rules and declarations come in the order of their names, fields below a field as written`() throws {
    let manifests = try Manifest.manifests(
      """
      policy:
        - fides_key: p
          rules:
            - {name: b, data_categories: &any {matches: ANY, values: [user]}, data_uses: *any, data_subjects: *any}
            - {name: B, data_categories: *any, data_uses: *any, data_subjects: *any}
      dataset:
        - fides_key: d
          collections:
            - name: c
              fields:
                - {name: z, data_categories: [user]}
                - {name: a, fields: [{name: y, data_categories: [user]}, {name: x, data_categories: [user]}]}
      """)
    #expect(manifests.policies.first?.rules.map(\.name.text) == ["B", "b"])
    #expect(manifests.datasets.first?.parts.map(\.path) == ["d.c.a.y", "d.c.a.x", "d.c.z"])
  }
}
