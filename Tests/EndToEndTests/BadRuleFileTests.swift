import Testing

/// Rule files that no reader can use: one clear error with its place, exit code 3, nothing on standard output.
@Suite struct BadRuleFileTests {
  private static func nested(_ open: String, _ close: String) -> String {
    #"{"ruleset": "r", "rules": "#
      + String(repeating: open, count: 10_000) + String(repeating: close, count: 10_000) + "}"
  }

  @Test(arguments: [
    (nested("[", "]"), "rules.json:1:538", "512 levels"), (nested("{\"all\":", "}"), "rules.json:1:", "512 levels"),
    (#"{"rules": [{"id": NaN}]}"#, "rules.json:1:19", "expected a JSON value"),
    (#"{"rules": [], "rules": []}"#, "rules.json:1:15", "stands twice"),
    (#"{"ruleset": "\ud83d", "rules": []}"#, "rules.json:1:14", "lone surrogate"),
    (#"{"ruleset": "r", "rules": [{"id""#, "rules.json:1:33", "expected `:`"),
  ])
  func `JSON that cannot be read`(_ text: String, _ place: String, _ message: String) throws {
    let project = try Small.clean()
    try project.place.write(text, to: "rules.json")
    let outcome = try project.proviso.run(["gate", "rules.json", "--as-of", TestProject.asOf])
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(outcome.complaints.contains(place), "\(outcome.complaints)")
    #expect(outcome.complaints.contains(message), "\(outcome.complaints)")
    #expect(outcome.complaints.split(separator: "\n").count { $0.hasPrefix("error") } == 1)
  }

  @Test func `a long text in a rule is read, not refused`() throws {
    let project = try Small.clean()
    let text = String(repeating: "word ", count: 1_000_000)
    try project.place.write(#"{"ruleset": "r", "rules": [{"id": "a", "description": "\#(text)"}]}"#, to: "rules.json")
    let outcome = try project.proviso.run(["gate", "rules.json", "--as-of", TestProject.asOf])
    #expect([1, 4].contains(outcome.status), "\(outcome.complaints.prefix(400))")
  }
}
