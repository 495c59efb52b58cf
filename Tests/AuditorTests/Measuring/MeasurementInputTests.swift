import Auditor
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// What cannot be measured is told with a reason, and never with a value of it.
@Suite struct MeasurementInputTests {
  private func fault(_ name: String, _ text: String, _ change: (inout MeasurementTask) -> Void = { _ in }) throws
    -> String?
  {
    try Measured.fault { _ = try Measured.run(name, text, change) }
  }

  @Test func `columns of no kind are named, and so are the kinds`() throws {
    let folder = try TemporaryFolder()
    let task = MeasurementTask(path: try folder.write(Array("foo,bar\n1,2\n".utf8), to: "a.csv"))
    do {
      _ = try task.run(asOf: .distantFuture)
      Issue.record("nothing was thrown")
    } catch let error as InputError {
      #expect(
        error.diagnostics[0].message.hasSuffix("has the columns `foo`, `bar`, which are those of no kind of record"))
      #expect(error.diagnostics[0].help?.contains("orders: customer, at, value, [order]") == true)
    }
  }

  @Test func `a column that is not there is told with the nearest one`() throws {
    #expect(
      try fault("a.csv", "customer,att,value\n") { $0.kind = .orders }?.hasPrefix("there is no column `at` in") == true)
    #expect(
      try fault("a.csv", "nps\n") { $0.columns = ["npx": "nps"] } == "there is no column `npx` that a record could have"
    )
    #expect(try fault("a.csv", "nps\n") { $0.columns = ["nps": "score"] }?.contains("`score`") == true)
    #expect(try fault("a.csv", "treated,outcome\n") { $0.attributes = ["age"] }?.contains("`age`") == true)
  }

  @Test func `files that are none`() throws {
    #expect(
      try Measured.fault { _ = try MeasurementTask(path: "/nowhere.csv").run(asOf: .distantFuture) }
        == "cannot read `/nowhere.csv`")
    #expect(try fault("a.csv", "nps\n\"7\n")?.hasSuffix("ends within a quoted field") == true)
    #expect(try fault("a.json", "[{\"nps\": 7}") != nil)
    #expect(try fault("a.jsonl", "{\"nps\": 7}\n{\"nps\"\n") != nil)
    #expect(try fault("a.csv", "") != nil)
    #expect(try fault("a.json", "[]") != nil)
  }

  @Test func `parameters out of range`() throws {
    let changes: [(inout MeasurementTask) -> Void] = [
      { $0.days = 0 }, { $0.days = .max }, { $0.tuning = 0 }, { $0.tuning = .nan }, { $0.crowd = -1 },
      { $0.expected = 0 }, { $0.expected = .infinity }, { $0.expectedValue = -1 },
    ]
    for change in changes {
      #expect(
        try fault("a.csv", "nps\n7\n", change) == "days, tuning, crowd and expected differences are numbers above 0")
    }
  }

  @Test func `a short row has no value in what it leaves out, a long one nothing more`() throws {
    let sheet = try Measured.csv("customer,at,value\na,2026-01-01\nb,2026-01-01,5,9,9\n")
    #expect(sheet.node["leftOut"] == .object(["unreadable": .number(1)]))
    #expect(sheet.metric("averageOrderValue") == 5)
  }

  /// Text shows figures only; the same figures as in JSON, rounded.
  @Test func `no name and no value of a person is shown`() throws {
    let folder = try TemporaryFolder()
    let text = "customer,at,value\nmarked-canary-1,2026-01-01,5\nmarked-canary-2,marked-canary-3,6\n"
    let task = MeasurementTask(path: try folder.write(Array(text.utf8), to: "a.csv"))
    let outcome = try task.run(asOf: try #require(Measured.asOf))
    #expect(!outcome.text.contains("canary") && !outcome.json.contains("canary"))
    #expect(outcome.text.hasPrefix("as of 2026-04-15T00:00:00Z\na.csv: 2 records; left out: 1 unreadable\n"))
    #expect(outcome.text.contains("average order value               5.00\n"))
    #expect(outcome.text.contains("churn, 90 days                    100.0 % (1 of 1; 20.7 % to 100.0 %)\n"))
  }
}
