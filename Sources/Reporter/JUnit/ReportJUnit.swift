internal import GovernanceModel
internal import XMLDocuments

/// JUnit XML in what the schemas of Jenkins and Ant have in common: one case for each control that broke or could not be
/// told, one for each rule or collection and control that passed.
struct ReportJUnit {
  private let report: Report
  private let threshold: Threshold

  init(_ report: Report, threshold: Threshold) { (self.report, self.threshold) = (report, threshold) }

  func bytes() throws(XMLFailure) -> [UInt8] {
    var writer = try XMLWriter()
    writer.start("testsuites")
    for (number, suite) in JUnitSuite.suites(of: report, threshold).enumerated() { write(suite, number, &writer) }
    writer.end()
    return try writer.finish()
  }

  private func write(_ suite: JUnitSuite, _ number: Int, _ writer: inout XMLWriter) {
    writer.start("testsuite")
    writer.attribute("name", suite.name)
    writer.attribute("package", "proviso.\(report.kind.rawValue)")
    writer.attribute("id", number)
    // Without zone or decimals, as Ant's schema wants it.
    writer.attribute("timestamp", String(report.asOf.written.prefix(19)))
    writer.attribute("hostname", "localhost")
    writer.attribute("tests", suite.cases.count)
    writer.attribute("failures", suite.count(.failure))
    writer.attribute("errors", suite.count(.error))
    writer.attribute("skipped", suite.count(.skipped))
    writer.attribute("time", "0")
    writer.start("properties")
    for (name, value) in [("project", report.project), ("baseline", report.baseline ?? "none")] {
      writer.start("property")
      writer.attribute("name", name)
      writer.attribute("value", value)
      writer.end()
    }
    writer.end()
    for test in suite.cases { write(test, &writer) }
    writer.element("system-out", "")
    writer.element("system-err", "")
    writer.end()
  }

  private func write(_ test: JUnitCase, _ writer: inout XMLWriter) {
    writer.start("testcase")
    writer.attribute("name", test.name)
    writer.attribute("classname", test.group)
    writer.attribute("time", "0")
    if let outcome = test.outcome {
      writer.start(outcome.rawValue)
      writer.attribute("message", test.message)
      if outcome != .skipped { writer.attribute("type", test.type) }
      writer.text(test.text)
      writer.end()
    }
    writer.end()
  }
}
