import Foundation
import Testing

/// Each way in which other gates end with 0 and nothing checked; here each is told, and none ends with 0.
@Suite struct GateSilentPassTests {
  private static let pack = """
    pack: own
    title: Own
    version: "1"
    controls:
      - id: own-consent
        title: Consent
        law: {name: Own, article: "1", inForce: 2000-01-01}
        severity: high
        appliesTo: {uses: [marketing]}
        require: {consent: {}}
        remedy: Ask.
      - id: own-age
        title: Adults
        law: {name: Own, article: "2", inForce: 2000-01-01}
        severity: high
        appliesTo: {uses: [marketing]}
        require: {eligibility: {attribute: subject.age, atLeast: 18}}
        remedy: Ask for the age.

    """

  /// Proved under both controls.
  private static let clean = """
    ruleset: r
    rules:
      - id: a
        use: marketing.communications.email
        channel: email
        audience:
          all:
            - {consent: marketing.communications.email, channel: email}
            - {attribute: subject.age, atLeast: 21}

    """

  private func place(_ rules: String = clean, pack: String = pack, ruleSets: String = "[\"rules/*.yaml\"]") throws
    -> Workplace
  {
    let place = try Workplace()
    try place.write("project: p\npolicies: [pack.yaml]\nruleSets: \(ruleSets)\n", to: "proviso.yaml")
    try place.write(pack, to: "pack.yaml")
    try place.write(rules, to: "rules/r.yaml")
    return place
  }

  private func gate(_ place: Workplace, _ arguments: String...) throws -> Binary.Outcome {
    try place.proviso.run(["gate", "--as-of", "2026-11-22"] + arguments)
  }

  private func expectNoPass(
    _ place: Workplace, _ arguments: String..., status: Int32, says: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let outcome = try place.proviso.run(["gate", "--as-of", "2026-11-22"] + arguments)
    #expect(outcome.status == status, "\(outcome.everything)", sourceLocation: sourceLocation)
    #expect(outcome.everything.contains(says), "\(outcome.everything)", sourceLocation: sourceLocation)
    #expect(!outcome.output.contains("→ compliant"), sourceLocation: sourceLocation)
  }

  @Test func `what all others here differ from is clean`() throws {
    let outcome = try gate(place())
    #expect(outcome.status == 0, "\(outcome.everything)")
    #expect(outcome.output.contains("1 rule, 2 obligations: 2 proved"))
  }

  @Test func `zero rules`() throws {
    try expectNoPass(place("ruleset: r\nrules: []\n"), status: 4, says: "has no rule")
  }

  @Test func `zero targets: a folder without a rule file, a pattern that matches nothing`() throws {
    let place = try place()
    try place.write("x", to: "empty/readme.md")
    try expectNoPass(place, "empty", status: 4, says: "no rule file matches")
    try expectNoPass(place, "rules/*.yml", status: 4, says: "no rule file matches")
    try expectNoPass(self.place(ruleSets: "[\"rulse/*.yaml\"]"), status: 4, says: "no rule file matches")
    try expectNoPass(self.place(ruleSets: "[]"), status: 4, says: "names no rule sets")
  }

  @Test func `one of several patterns that matches nothing`() throws {
    try expectNoPass(place(ruleSets: "[\"rules/*.yaml\", \"more/*.yaml\"]"), status: 4, says: "more/*.yaml")
  }

  @Test func `a path that is not there`() throws {
    try expectNoPass(place(), "rules/none.yaml", status: 3, says: "no such file")
  }

  /// The namespace typo of other engines: rules that nobody asks for.
  @Test(arguments: ["rulse:", "rule:", "Rules:"])
  func `a misspelt key of a rule set`(key: String) throws {
    try expectNoPass(place(Self.clean.replacing("rules:", with: key)), status: 3, says: "did you mean `rules`?")
  }

  @Test func `a misspelt purpose in a rule`() throws {
    let rules = Self.clean.replacing("use: marketing.communications.email", with: "use: marketing.comunications.email")
    try expectNoPass(place(rules), status: 1, says: "did you mean `marketing.communications.email`?")
  }

  @Test func `a misspelt purpose in a policy`() throws {
    let pack = Self.pack.replacing("uses: [marketing]", with: "uses: [marketting]")
    try expectNoPass(place(pack: pack), status: 3, says: "did you mean `marketing`?")
  }

  @Test func `a purpose that no control speaks of`() throws {
    let rules = Self.clean.replacing("use: marketing.communications.email", with: "use: essential.service")
      .replacing("    channel: email\n", with: "")
    try expectNoPass(place(rules), status: 4, says: "no control applies to this rule")
  }

  @Test func `a misspelt attribute proves nothing`() throws {
    let rules = Self.clean.replacing("attribute: subject.age", with: "attribute: subject.aeg")
    try expectNoPass(place(rules), status: 1, says: "own-age")
  }

  /// `"21" >= 18` is true in some engines and false in others; here a text is no number.
  @Test func `a number as a text`() throws {
    let rules = Self.clean.replacing("atLeast: 21", with: "atLeast: \"21\"")
    let outcome = try gate(place(rules))
    #expect([1, 3, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(!outcome.output.contains("2 proved"))
  }

  @Test(arguments: [
    "rules: [", "ruleset: r\nrules:\n\t- {id: a}\n", "ruleset: r\nruleset: s\nrules: []\n", "{\"rules\": [}",
  ])
  func `a file that does not parse`(text: String) throws {
    try expectNoPass(place(text), status: 3, says: "rules/r.yaml:")
  }

  @Test func `one broken file among sound ones`() throws {
    let place = try place()
    try place.write("rules: [", to: "rules/s.yaml")
    try expectNoPass(place, status: 3, says: "rules/s.yaml:")
  }

  @Test(arguments: ["", "\n", "# nothing\n", "hello\n", "[]\n", "{}\n"])
  func `a file without anything`(text: String) throws {
    let outcome = try gate(place(text))
    #expect([3, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(outcome.everything.contains("rules/r.yaml"))
  }

  /// Others skip what is beyond a mebibyte and pass.
  @Test func `a file beyond a mebibyte is checked like any other`() throws {
    let padding = "# " + String(repeating: "x", count: 998) + "\n"
    let rules = String(repeating: padding, count: 1500) + Self.clean.replacing("21", with: "12")
    let outcome = try gate(place(rules))
    #expect(outcome.status == 1)
    #expect(outcome.output.contains("own-age"))
  }

  @Test func `a file beyond the limit of all files`() throws {
    let place = try place()
    let path = place.url("rules/huge.yaml").path
    #expect(FileManager.default.createFile(atPath: path, contents: nil))
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    // Sparse: takes no room on the disk.
    try handle.truncate(atOffset: 300 << 20)
    try handle.close()
    try expectNoPass(place, status: 3, says: "it is too large")
  }

  @Test(.enabled(if: getuid() != 0, "root may read anything"))
  func `a file that may not be read`() throws {
    let place = try place()
    try FileManager.default.setAttributes([.posixPermissions: 0], ofItemAtPath: place.url("rules/r.yaml").path)
    try expectNoPass(place, status: 3, says: "permission denied")
  }

  @Test func `a link to nowhere, and links in a circle`() throws {
    let place = try place()
    try FileManager.default.createSymbolicLink(atPath: place.url("rules/a.yaml").path, withDestinationPath: "b.yaml")
    try expectNoPass(place, status: 3, says: "rules/a.yaml")
    try FileManager.default.createSymbolicLink(atPath: place.url("rules/b.yaml").path, withDestinationPath: "a.yaml")
    try expectNoPass(place, status: 3, says: "rules/a.yaml")
  }

  @Test func `a segment that nothing defines`() throws {
    let rules = Self.clean.replacing("{attribute: subject.age, atLeast: 21}", with: "{segment: grown-ups}")
    let outcome = try gate(place(rules))
    #expect([1, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(outcome.output.contains("own-age"))
    #expect(!outcome.output.contains("2 proved"))
  }

  @Test func `segments that refer to each other`() throws {
    let rules =
      Self.clean.replacing("{attribute: subject.age, atLeast: 21}", with: "{segment: x}")
      + "segments:\n  - {id: x, audience: {segment: y}}\n  - {id: y, audience: {segment: x}}\n"
    let outcome = try gate(place(rules))
    #expect([1, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(!outcome.output.contains("2 proved"))
  }

  @Test func `code that nobody can read`() throws {
    let rules = Self.clean.replacing(
      "{attribute: subject.age, atLeast: 21}", with: "{opaque: \"age(person) > 20\", reads: [subject.age]}")
    let outcome = try gate(place(rules))
    #expect([1, 4].contains(outcome.status), "\(outcome.everything)")
    #expect(!outcome.output.contains("2 proved"))
  }

  @Test func `a pack without a control, and one of which nothing is in force`() throws {
    let empty = "pack: own\ntitle: t\nversion: \"1\"\ncontrols: []\n"
    try expectNoPass(place(pack: empty), status: 3, says: "at least one control")
    try expectNoPass(place(pack: Self.pack.replacing("2000-", with: "2099-")), status: 4, says: "in force")
  }

  @Test func `two files that define one rule set`() throws {
    let place = try place()
    try place.write(Self.clean, to: "rules/s.yaml")
    try expectNoPass(place, status: 4, says: "two files define a rule set of this name")
  }

  /// A waiver never hides that nothing was checked, and one that cannot be read stops the run.
  @Test(arguments: ["waivers:\n  - {}\n", "waivers: all\n", "hello\n"])
  func `waivers that cannot be read`(text: String) throws {
    let place = try place()
    try place.write(text, to: "waivers.yaml")
    try expectNoPass(place, status: 3, says: "waivers.yaml:")
  }

  @Test(arguments: ["base.json", "base.xml"])
  func `a baseline that cannot be read`(name: String) throws {
    let place = try place()
    try expectNoPass(place, "--against", name, status: 3, says: name)
    try place.write("{}", to: name)
    try expectNoPass(place, "--against", name, "-o", "json:out.json", status: 3, says: name)
    #expect(!place.exists("out.json"))
  }

  /// No form of the report reads as a pass when nothing was looked at.
  @Test func `every output says that nothing was looked at`() throws {
    let outcome = try gate(
      place("ruleset: r\nrules: []\n"), "-o", "sarif:-", "-o", "junit:-", "-o", "github:-", "-o", "markdown:-", "-o",
      "gitlab:-", "-q")
    #expect(outcome.status == 4)
    for words in [
      "\"executionSuccessful\": false", "<error message=\"not looked at\"", "::warning title=not looked at",
      "## Proviso gate: incomplete", "\"check_name\": \"not-examined\"",
    ] {
      #expect(outcome.output.contains(words), "\(words)")
    }
  }
}
