import Foundation
import ProvisoTesting
import SourceDocuments
import Testing

/// `proviso core measure`, `core outcomes` and `core sample-size` on the real binary.
@Suite struct CoreMeasureTests {
  /// A file, further arguments, the sheet that is looked at, and a figure of it.
  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var text: String
    var arguments: [String] = []
    var sheet = 0
    var metric: String
    var value: Double
    var status: Int32 = 0
    var tolerance = 1e-12
    var testDescription: String { "\(metric) of \(name)" }
  }

  private static let orders = "customer,at,value\na,2026-01-01,10\na,2026-03-30,20\nb,2026-02-01,30\n"
  /// Counted by hand, or those of SciPy and statsmodels in the corpus.
  static let cases = [
    Case(name: "orders.csv", text: orders, metric: "averageOrderValue", value: 20),
    Case(name: "orders.csv", text: orders, metric: "repeatPurchaseRate", value: 0.5),
    Case(name: "orders.csv", text: orders, metric: "churn30", value: 0.5),
    Case(name: "orders.csv", text: orders + "b,soon,1\n", metric: "averageOrderValue", value: 20, status: 4),
    Case(
      name: "orders.csv", text: "household,basket,at,paid\na,1,2026-01-01,1\na,1,2026-01-01,2\nb,2,2026-01-01,5\n",
      arguments: [
        "--by-line", "--column", "customer=household", "--column", "order=basket", "--column", "value=paid",
      ], metric: "averageOrderValue", value: 4),
    Case(
      name: "messages.csv",
      text: "opened,clicked,unsubscribed,delivered\n1,1,0,1\n1,0,0,1\n0,0,1,1\n0,0,0,1\n0,0,0,0\n",
      metric: "openRate", value: 0.5),
    Case(
      name: "messages.csv",
      text: "opened,clicked,unsubscribed,delivered\n1,1,0,1\n1,0,0,1\n0,0,1,1\n0,0,0,1\n0,0,0,0\n",
      metric: "unsubscribeRate", value: 0.25),
    Case(
      name: "signups.jsonl",
      text:
        "{\"signup\": \"2026-01-01\", \"activated\": \"2026-01-09\"}\n{\"signup\": \"2026-01-01\", \"activated\": \"2026-01-02\"}\n",
      metric: "activationRate", value: 0.5),
    Case(
      name: "signups.jsonl",
      text:
        "{\"signup\": \"2026-01-01\", \"activated\": \"2026-01-09\"}\n{\"signup\": \"2026-01-01\", \"activated\": \"2026-01-02\"}\n",
      arguments: ["--days", "14"], metric: "activationRate", value: 1),
    Case(
      name: "contacts.csv", text: "customer,issue,at\na,x,2026-01-01\na,x,2026-01-03\nb,x,2026-01-01\n",
      metric: "firstContactResolution", value: 0.5),
    Case(name: "answers.csv", text: "nps\n10\n9\n8\n0\n", metric: "nps", value: 25),
    Case(name: "answers.csv", text: "csat\n5\n4\n1\n3\n", metric: "csat", value: 0.5),
    Case(
      name: "tenures.csv", text: "tenure,ended\n1,yes\n2,no\n3,yes\n3,no\n", metric: "churnRate", value: 0.5),
    Case(
      name: "members.csv",
      text:
        "from,until\n2025-01-01,2026-04-01\n2025-01-01,\n2026-03-01,2026-03-20\n2025-01-01,2026-05-01\n2026-04-01,\n",
      metric: "contractChurn30", value: 2.0 / 4),
    Case(
      name: "arms.csv", text: "arm,people,conversions\ncontrol,1000,120\nnew,1000,150\n", sheet: 1, metric: "p",
      value: 0.04964038686536878),
    Case(
      name: "uplift.csv",
      text: "treated,outcome,age\n"
        + (0..<200).map { "\($0 % 2),\(["0.5", "1", "0.5", "0"][$0 % 4]),\($0 % 4 / 2)\n" }.joined(),
      // Half of them gain a half by treatment; the halves of the cross-fit are of unequal arms.
      metric: "age", value: 0.25, tolerance: 0.02),
  ]

  private func sheets(_ outcome: Binary.Outcome) throws -> [Node] {
    try Node.printed(outcome.output)["sheets"]?.elements ?? []
  }

  private func value(_ sheet: Node?, _ metric: String) -> Double? {
    sheet?["metrics"]?[metric]?["value"]?.scalarText.flatMap { Double($0) }
  }

  @Test(arguments: cases)
  func `each kind is told from its columns, measured, and printed as JSON and as text`(example: Case) throws {
    let place = try Workplace()
    try place.write(example.text, to: example.name)
    let arguments = ["core", "measure", example.name, "--as-of", "2026-04-15"] + example.arguments
    let outcome = try place.proviso.run(arguments + ["--json"])
    #expect(outcome.status == example.status, "\(outcome.everything)")
    let sheets = try sheets(outcome)
    try #require(sheets.count > example.sheet, "\(outcome.everything)")
    let found = try #require(value(sheets[example.sheet], example.metric), "\(outcome.output)")
    #expect(abs(found - example.value) <= example.tolerance * max(1, abs(example.value)))
    let text = try place.proviso.run(arguments)
    #expect(text.status == example.status && text.output.hasPrefix("as of 2026-04-15T00:00:00Z\n\(example.name): "))
  }

  @Test func `customers by Pareto-NBD in place of BG-NBD`() throws {
    let place = try Workplace()
    var random = SplitMix64(seed: 4)
    var text = "customer,at,value\n"
    for customer in 0..<400 {
      // Rates of buying and of leaving of one's own, and gaps that have no memory.
      func drawn(_ mean: Double) -> Double { -log(Double.random(in: 1e-9..<1, using: &random)) * mean }
      let (gap, usual, start) = (1 / drawn(0.05), drawn(30) + 1, Int.random(in: 0..<90, using: &random))
      let end = min(Double(start) + drawn(1 / drawn(0.01)), 299)
      var day = Double(start)
      repeat {
        let value = usual * Double.random(in: 0.5..<1.5, using: &random)
        text += "\(customer),\(CivilDay(Int(day))),\(value)\n"
        day += drawn(gap)
      } while day < end
    }
    try place.write(text, to: "orders.csv")
    func foreseen(_ model: [String]) throws -> (alive: Double, purchases: Double, worth: Double) {
      let arguments = ["core", "measure", "orders.csv", "--as-of", "2026-10-28", "--json"] + model
      let sheet = try sheets(place.proviso.run(arguments)).first
      return (
        try #require(value(sheet, "probabilityAlive")), try #require(value(sheet, "purchasesIn52Weeks")),
        try #require(value(sheet, "lifetimeValue"))
      )
    }
    let (plain, beta, pareto) = (
      try foreseen([]), try foreseen(["--model", "bgnbd"]), try foreseen(["--model", "paretonbd"])
    )
    #expect(plain == beta)
    // In Pareto/NBD a customer may leave before any repeat purchase, in BG/NBD not.
    #expect(pareto.alive < beta.alive && pareto.alive > 0)
    #expect(pareto.purchases != beta.purchases && pareto.purchases > 0 && pareto.worth > 0)
    let wrong = try place.proviso.run("core", "measure", "orders.csv", "--model", "pareto")
    #expect(wrong.status == 2 && wrong.complaints.contains("paretonbd"))
  }

  /// n = 1,000 an arm, δ = 0.03; τ = 0.01 as in the reference, whose variance is 0.12 where this one is that of the rates.
  @Test func `the mixture test is added where a difference is expected`() throws {
    let place = try Workplace()
    try place.write("arm,people,conversions\ncontrol,1000,120\nnew,1000,150\n", to: "arms.csv")
    let outcome = try place.proviso.run("core", "measure", "arms.csv", "--expected", "0.01", "--json")
    let (n, variance, tau2, difference) = (1_000.0, 0.135 * 0.865, 0.0001, 0.03)
    let whole = 2 * variance + n * tau2
    let ratio =
      (2 * variance / whole).squareRoot() * exp(n * n * tau2 * difference * difference / (4 * variance * whole))
    #expect(abs(try #require(value(try sheets(outcome)[1], "mixtureP")) - 1 / ratio) < 1e-12)
    let without = try place.proviso.run("core", "measure", "arms.csv")
    #expect(!without.output.contains("mSPRT"))
    let text = try place.proviso.run("core", "measure", "arms.csv", "--expected", "0.01")
    #expect(text.output.contains("p, looked at often, mSPRT"))
    let wrong = try place.proviso.run("core", "measure", "arms.csv", "--expected", "0")
    #expect(wrong.status == 3 && wrong.complaints.contains("above 0"))
  }

  @Test func `a sample's size is that of the reference, and its power leads back`() throws {
    let place = try Workplace()
    let size = try place.proviso.run("core", "sample-size", "--base", "0.10", "--target", "0.12")
    #expect(size.status == 0 && size.output.contains("people in each arm                3835"), "\(size.output)")
    func rows(_ arguments: String...) throws -> [String: Double] {
      let outcome = try place.proviso.run(
        ["core", "sample-size", "--base", "0.10", "--target", "0.12", "--json"] + arguments)
      let rows = try Node.printed(outcome.output)["rows"]?.elements ?? []
      return Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          row["what"]?.text.flatMap { name in row["value"]?.scalarText.flatMap { Double($0) }.map { (name, $0) } }
        })
    }
    #expect(try rows("--per-arm", "3835")["power"].map { (0.8...0.8001).contains($0) } == true)
    #expect(try rows("--per-arm", "3834")["power"].map { $0 < 0.8 } == true)
    let three = try rows("--treatments", "3")
    #expect(three["people in all arms"] == 4 * (three["people in each arm"] ?? 0))
    #expect((three["people in each arm"] ?? 0) > 3_835)
  }

  @Test(arguments: [
    ["--base", "0.1", "--target", "0.1"], ["--base", "1.1", "--target", "0.1"],
    ["--base", "0.1", "--target", "0.2", "--power", "1"], ["--base", "0.1", "--target", "0.2", "--confidence", "1"],
    ["--base", "0.1", "--target", "0.2", "--per-arm", "0"], ["--base", "0.1", "--target", "0.2", "--treatments", "0"],
    ["--base", "nan", "--target", "0.2"], ["--base", "0.1"],
  ])
  func `a size that has no sense is told`(arguments: [String]) throws {
    let outcome = try Workplace().proviso.run(["core", "sample-size"] + arguments)
    #expect(outcome.status == 2 && outcome.complaints.contains("--target"), "\(outcome.everything)")
  }

  /// What the core served, and what people did after, join under the pseudonyms of the log.
  @Test func `outcomes and the log tell whether a rule met its threshold`() throws {
    let place = try CoreShop.place()
    let metric = "\n    metric: {name: conversion, atLeast: 0.01}"
    try place.write(CoreShop.rules + metric, to: "rules.yaml")
    _ = try place.proviso.run("core", "journey", "news", "--run", "--as-of", "2026-04-10")
    try place.sqlite(
      "core.sqlite",
      """
      INSERT INTO person_events (subject, type, at, item, amount, source)
        VALUES ('anna', 'purchase', '2026-04-12T10:00:00Z', 'jam', 4, 'till, "old"'),
        ('anna', 'a,b', '2026-04-12T11:00:00Z', NULL, NULL, 'till'), ('anna', 'nps', '2030-01-01T00:00:00Z', NULL, 9, 'x');
      """)
    let outcomes = try place.proviso.run("core", "outcomes", "--since", "2026-04-02", "--as-of", "2026-05-01")
    #expect(outcomes.status == 0, "\(outcomes.everything)")
    let lines = outcomes.output.split(separator: "\n")
    try #require(lines.count == 3 && lines[0] == "subject,type,at,value", "\(outcomes.output)")
    #expect(lines[1].hasSuffix(",purchase,2026-04-12T10:00:00Z,4.0") && lines[1].hasPrefix("p:"))
    #expect(lines[2].hasSuffix(#","a,b",2026-04-12T11:00:00Z,"#))
    #expect(!outcomes.output.contains("anna"))
    try place.write(outcomes.output, to: "outcomes.csv")
    let measured = try place.proviso.run(
      "core", "measure", "--rules", "rules.yaml", "--log", "decisions.sqlite", "--events", "outcomes.csv", "--as-of",
      "2026-05-01", "--json")
    let news = try sheets(measured).first { $0["subject"]?.text == "rule news" }
    #expect(value(news, "served") == 1 && value(news, "metric") == 1, "\(measured.everything)")
    #expect(news?["metrics"]?["verdict"]?["text"]?.text == "met")
    let list = try sheets(measured).first { $0["subject"]?.text == "rule list" }
    #expect(list?["metrics"]?["stale"]?["text"]?.text?.contains("never served") == true)
    // Too early: the days after the message are not over.
    let early = try place.proviso.run(
      "core", "measure", "--rules", "rules.yaml", "--log", "decisions.sqlite", "--events", "outcomes.csv", "--as-of",
      "2026-04-12", "--json")
    #expect(value(try sheets(early).first { $0["subject"]?.text == "rule news" }, "metric") == nil)
  }

  @Test(arguments: [
    (["outcomes"], Int32(2), "--since"), (["outcomes", "--since", "soon"], 2, "--since is a date or instant"),
    (["measure"], 2, "name a file"), (["measure", "a.csv", "--store", "b.sqlite"], 2, "name a file"),
    (["measure", "a.csv", "--rules", "rules.yaml"], 2, "belong together"), (["measure", "--store", "a"], 2, "--table"),
    (["measure", "a.csv", "--column", "x"], 2, "--column is NAME=COLUMN"), (["measure", "none.csv"], 3, "none.csv"),
    (["measure", "--store", "core.sqlite", "--table", "person_event"], 3, "did you mean `person_events`?"),
    (["measure", "consents.csv"], 3, "no kind of record"),
    (["measure", "consents.csv", "--kind", "order"], 2, "orders"),
    (["measure", "--rules", "none.yaml", "--log", "core.sqlite"], 3, "none.yaml"),
    (["measure", "--rules", "rules.yaml", "--log", "none.sqlite"], 4, "none.sqlite"),
    (["measure", "--rules", "rules.yaml", "--log", "rules.yaml"], 4, "rules.yaml"),
  ])
  func `a question that is wrong is told`(arguments: [String], status: Int32, words: String) throws {
    let outcome = try CoreShop.place().proviso.run(["core"] + arguments)
    #expect(outcome.status == status && outcome.complaints.contains(words), "\(outcome.everything)")
    #expect(outcome.complaints.split(separator: "\n").count { $0.hasPrefix("error") || $0.hasPrefix("Error") } == 1)
  }
}

/// A day of 2026, counted from its first.
private struct CivilDay: CustomStringConvertible {
  let description: String

  init(_ number: Int) {
    let lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var (month, rest) = (0, number)
    while rest >= lengths[month] { (rest, month) = (rest - lengths[month], month + 1) }
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    description = "2026-\(two(month + 1))-\(two(rest + 1))"
  }
}
