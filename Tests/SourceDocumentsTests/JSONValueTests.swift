import GovernanceModel
import SourceDocuments
import Testing

@Suite struct JSONValueTests {
  private func value(_ json: String) throws -> JSONValue {
    JSONValue(try Node.json(SourceFile(path: "value.json", bytes: Array(json.utf8))))
  }

  @Test(arguments: [
    (#"{"b": [1, 2.5, -0.0, 1e3], "a": {"é\n\"": null}}"#, #"{"a":{"é\n\"":null},"b":[1,2.5,0,1000]}"#),
    (#"[true, false, null, "", 9007199254740993]"#, #"[true,false,null,"",9007199254740992.0]"#),
  ])
  func `is written on one line, members by name`(json: String, expected: String) throws {
    #expect(try value(json).jsonText == expected)
  }

  @Test func `what is written reads back as the same value`() throws {
    let value = try value(#"{"a": [1, -2.25, {"x": "\u0001 \\ ü"}], "b": {}, "c": []}"#)
    #expect(try self.value(value.jsonText) == value)
  }

  @Test func `members are found by name and only in objects`() throws {
    #expect(try value(#"{"a": 1}"#)["a"] == .number(1))
    #expect(try value(#"{"a": 1}"#)["b"] == nil)
    #expect(try value("[1]")["a"] == nil)
  }

  @Test func `what is no number in JSON is null`() {
    #expect(JSONValue.array([.number(.nan), .number(.infinity)]).jsonText == "[null,null]")
  }
}
