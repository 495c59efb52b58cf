import Auditor
import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Figures of small tables, counted by hand.
@Suite struct MeasurementTaskTests {
  @Test func `orders in CSV, with a quoted field, a mark and bad records`() throws {
    let sheet = try Measured.csv(
      """
      \u{FEFF}customer,order,at,value,note
      anna,1,2026-01-01,10,"a, b"
      anna,2,2026-03-30T10:00:00Z,20,
      bert,3,2026-02-01,30,
      bert,3,2026-02-01,30,
      cleo,4,2026-02-01,-5,
      cleo,5,2027-02-01,5,
      cleo,6,yesterday,5,
      cleo,7,2026-02-01,nan,
      """)
    #expect(sheet.node["kind"] == .text("orders"))
    #expect(sheet.metric("orders") == 3)
    #expect(sheet.metric("revenue") == 60)
    #expect(sheet.metric("averageOrderValue") == 20)
    #expect(sheet.metric("repeatPurchaseRate") == 0.5)
    #expect(sheet.metric("churn30") == 0.5)
    #expect(sheet.metric("churn90") == 0)
    #expect(sheet.node["records"] == .number(8))
    #expect(
      sheet.node["leftOut"]
        == .object([
          "duplicate": .number(1), "negative": .number(1), "inFuture": .number(1), "unreadable": .number(1),
          "notANumber": .number(1),
        ]))
    #expect(!sheet.isComplete)
  }

  @Test func `lines of one order are added up where they are said to be lines`() throws {
    let text = "household,basket,at,value\n1,a,2026-01-02,1.5\n1,a,2026-01-01,2.5\n2,b,2026-01-01,6\n"
    let columns = ["customer": "household", "order": "basket"]
    let lines = try Measured.csv(text) { ($0.columns, $0.isByLine) = (columns, true) }
    #expect(lines.metric("orders") == 2)
    #expect(lines.metric("averageOrderValue") == 5)
    #expect(lines.isComplete)
    let orders = try Measured.csv(text) { $0.columns = columns }
    #expect(orders.node["leftOut"] == .object(["contradiction": .number(1)]))
  }

  @Test func `orders without ids are all different, and cohorts are by month`() throws {
    let sheet = try Measured.csv("customer,at,value\n1,2026-01-05,1\n1,2026-01-05,1\n1,2026-03-01,1\n2,2026-02-01,1\n")
    #expect(sheet.metric("orders") == 4)
    let cohorts = try #require(sheet.node["cohorts"])
    #expect(
      cohorts
        == .array([
          .object(["month": .text("2026-01-01"), "active": .array([.number(1), .number(0), .number(1), .number(0)])]),
          .object(["month": .text("2026-02-01"), "active": .array([.number(1), .number(0), .number(0)])]),
        ]))
  }

  @Test func `too few customers for a model leave a reason in place of a figure`() throws {
    let sheet = try Measured.csv("customer,at,value\n1,2026-01-05,1\n")
    #expect(sheet.metric("lifetimeValue") == nil)
    let note = sheet.node["metrics"]?["lifetimeValue"]?["note"]
    #expect(note == .text("the most likely parameters could not be found: the data do not determine them"))
  }

  @Test func `messages, of all and of each`() throws {
    let outcome = try Measured.run(
      "m.csv",
      """
      message,delivered,opened,clicked,unsubscribed,machine
      a,1,2026-01-01T10:00:00Z,,,
      a,1,,,,
      a,0,,,,
      b,1,yes,yes,no,no
      b,1,true,,,true
      b,1,maybe,,,
      """)
    #expect(outcome.count == 3)
    let metrics = [
      "deliveryRate", "openRate", "openRateWithMachines", "clickRate", "clickToOpenRate", "unsubscribeRate",
    ]
    #expect(metrics.map { outcome[0].metric($0) } == [0.8, 0.5, 0.75, 0.25, 0.5, 0])
    #expect(outcome[1].metric("openRate") == 0.5)
    #expect(outcome[2].metric("clickRate") == 0.5)
    #expect(outcome[0].node["leftOut"] == .object(["unreadable": .number(1)]))
  }

  @Test func `messages without a column of delivery were delivered`() throws {
    #expect(try Measured.csv("opened\n1\n0\n").metric("openRate") == 0.5)
  }

  @Test func `sign-ups, contacts, answers and tenures in JSON`() throws {
    let signUps = try Measured.run(
      "s.json", #"[{"signup": "2026-01-01", "activated": "2026-01-03"}, {"signup": "2026-01-01", "activated": null}]"#)
    #expect(signUps[0].metric("activationRate") == 0.5)
    #expect(signUps[0].metric("medianDaysToValue") == 2)
    let contacts = try Measured.run(
      "c.jsonl",
      """
      {"customer": "a", "issue": "x", "at": "2026-01-01"}
      {"customer": "a", "issue": "x", "at": "2026-01-05"}

      {"customer": "b", "issue": "x", "at": "2026-01-01"}
      """)
    #expect(contacts[0].metric("firstContactResolution") == 0.5)
    let nps = try Measured.csv("nps\n10\n9\n8\n0\n11\nx\n")
    #expect(nps.metric("nps") == 25)
    #expect(nps.node["leftOut"] == .object(["offScale": .number(1), "unreadable": .number(1)]))
    #expect(try Measured.csv("csat\n5\n4\n1\n3\n").metric("csat") == 0.5)
    let tenures = try Measured.csv("tenure,ended\n1,yes\n2,no\n3,yes\n3,no\n")
    #expect(tenures.metric("churnRate") == 0.5)
    #expect(tenures.metric("medianTenure") == 3)
  }

  @Test func `a column of other names, and a kind that is told`() throws {
    let sheet = try Measured.csv("score\n5\n1\n") { ($0.kind, $0.columns) = (.csat, ["csat": "score"]) }
    #expect(sheet.metric("csat") == 0.5)
  }

  @Test func `a table of a store`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path("shop.sqlite")
    let store = try SQLiteWriter(path: path)
    try store.run(
      """
      CREATE TABLE sales (who TEXT, at TEXT, amount REAL, basket INTEGER);
      INSERT INTO sales VALUES ('a', '2026-01-01', 2.5, 1), ('a', '2026-01-01', 2.5, 1), ('b', '2026-01-02', 7, 2),
        ('b', NULL, 7, 3);
      """)
    var task = MeasurementTask(path: path)
    (task.table, task.isByLine) = ("sales", true)
    task.columns = ["customer": "who", "value": "amount", "order": "basket"]
    let sheet = try #require(try Measured.sheets(task).first)
    #expect(sheet.metric("averageOrderValue") == 6)
    #expect(sheet.node["leftOut"] == .object(["unreadable": .number(1)]))
    task.table = "sale"
    #expect(try Measured.fault { _ = try Measured.sheets(task) } == "the store has no table `sale`")
  }

  @Test func `what nobody measured is not complete`() throws {
    #expect(try !Measured.csv("nps\n").isComplete)
    #expect(try Measured.csv("nps\n").metric("nps") == nil)
    #expect(try Measured.csv("nps\n7\n").isComplete)
  }
}
