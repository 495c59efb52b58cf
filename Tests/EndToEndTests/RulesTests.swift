import Foundation
import ProvisoTesting
import Testing

@Suite struct RulesTests {
  private static let flags = """
    {
      "flags": {
        "offer": {
          "state": "ENABLED",
          "variants": {"on": true, "off": false},
          "defaultVariant": "off",
          "targeting": {"if": [{"and": [
            {"==": [{"var": "email"}, "ada@example.org"]},
            {"<": [{"var": "age"}, 18]}
          ]}, "on"]}
        }
      }
    }
    """

  private func place() throws -> Workplace {
    let place = try Workplace()
    try place.write(Self.flags, to: "flags.json")
    try place.write(#"{"email": "ada@example.org", "age": 12}"#, to: "ada.json")
    return place
  }

  @Test func `show prints what a file lowers to, with places and without anybody's address`() throws {
    let place = try place()
    let outcome = try place.proviso.run("rules", "show", "flags.json")
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "rules-show.txt")
    let json = try place.proviso.run("rules", "show", "flags.json", "--json", "--rule", "offer")
    let root = try #require(try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any])
    #expect(root["format"] as? String == "flagd")
    #expect(!outcome.everything.contains("ada@") && !json.everything.contains("ada@"))
  }

  @Test func `evaluate says which rules match a person and why`() throws {
    let outcome = try place().proviso.run("rules", "evaluate", "flags.json", "--data", "ada.json", "--trace")
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "rules-evaluate.txt")
    #expect(!outcome.everything.contains("ada@") && !outcome.everything.contains("12 "))
  }

  @Test func `lines of rules are answered one by one`() throws {
    let lines = [
      #"{"format":"jsonlogic","rule":{"cat":["a",{"var":"b"}]},"data":{"b":"c"}}"#, "",
      #"{"format":"jsonlogic","rule":{"/":[1,0]}}"#, "not JSON",
      #"{"format":"flagd","rule":{"sem_ver":[{"var":"v"},"^","1.0.0"]},"data":{"v":"1.9.0"}}"#,
      #"{"format":"json-rules-engine","rule":{"fact":"a","operator":"equal","value":1},"data":{"a":2}}"#,
      #"{"format":"native","rule":{"attribute":"a","equals":1},"data":{}}"#, #"{"format":"nonsense","rule":1}"#,
    ]
    let place = try Workplace()
    try place.write(lines.joined(separator: "\n"), to: "lines.jsonl")
    let outcome = try place.proviso.shell("\"$PROVISO\" rules evaluate --jsonl < lines.jsonl")
    #expect(outcome.status == 0)
    let answers = outcome.output.split(separator: "\n").map(String.init)
    #expect(answers.count == 8)
    let expected = [
      #"{"result":"ac"}"#, #"{"error":"the line is blank"}"#, #"{"error":"NaN"}"#, nil, #"{"result":true}"#,
      #"{"result":false}"#, #"{"result":null}"#, nil,
    ]
    for (answer, expected) in zip(answers, expected) {
      if let expected { #expect(answer == expected) } else { #expect(answer.hasPrefix(#"{"error":"#)) }
    }
  }

  @Test func `a format can be named in the project and on the command line`() throws {
    let place = try place()
    try place.write(#"{"a": {"exists": "x"}, "b": {"in": [1, [1, 2]]}}"#, to: "logic.json")
    #expect(try place.proviso.run("rules", "show", "logic.json").status == 3)
    let named = try place.proviso.run("rules", "show", "logic.json", "--format", "jsonlogic")
    #expect(named.status == 0)
    #expect(named.output.contains("rule a at 1:2") && named.output.contains("rule b at 1:24"))
    let near = try place.proviso.run("rules", "show", "logic.json", "--format", "jsonlogik")
    #expect(near.status == 3)
    #expect(near.complaints.contains("did you mean `jsonlogic`?"))
    for (format, isKnown) in [("jsonlogic", true), ("jsonlogik", false)] {
      let sets = "ruleSets: [{path: logic.json, format: \(format), use: personalize}]"
      try place.write("project: p\npolicies: [gdpr]\n\(sets)\n", to: "proviso.yaml")
      let gate = try place.proviso.run("gate", "--as-of", "2026-06-01")
      #expect((gate.status != 3) == isKnown)
      #expect(gate.complaints.contains("did you mean `jsonlogic`?") != isKnown)
    }
  }

  @Test func `bad usage and bad input are told apart`() throws {
    let place = try place()
    for arguments in [
      ["rules", "evaluate", "flags.json"], ["rules", "evaluate", "--jsonl", "flags.json"], ["rules", "show"],
    ] {
      #expect(try place.proviso.run(arguments).status == 2)
    }
    let missing = try place.proviso.run("rules", "show", "flags.json", "--rule", "ofer")
    #expect(missing.status == 3)
    #expect(missing.complaints.contains("did you mean `offer`?"))
    try place.write(
      String(repeating: #"{"!":"#, count: 10_000) + "1" + String(repeating: "}", count: 10_000), to: "deep.json")
    let deep = try place.proviso.run("rules", "show", "deep.json")
    #expect(deep.status == 3)
    #expect(deep.complaints.contains("nested deeper"))
    try place.write(
      #"{"flags":{"f":{"state":"ENABLED","variants":{"on":true},"targeting":{"frob":1}}}}"#, to: "odd.json")
    let odd = try place.proviso.run("rules", "evaluate", "odd.json", "--data", "ada.json")
    #expect(odd.status == 4)
    #expect(odd.output.contains("PARSE_ERROR"))
  }

  @Test(arguments: [[], ["--json"]]) func `a segment shows nobody's identifier`(options: [String]) throws {
    let place = try Workplace()
    try place.write(
      """
      ruleset: r
      segments: [{id: s, audience: {attribute: userId, in: ["4711-canary"]}}]
      rules: [{id: a, use: marketing, audience: {segment: s}}]
      """, to: "r.yaml")
    let outcome = try place.proviso.run(["rules", "show", "r.yaml"] + options)
    #expect(outcome.status == 0 && outcome.output.contains("<personal>"))
    #expect(!outcome.output.contains("4711-canary"))
  }
}
