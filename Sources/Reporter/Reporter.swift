package import GovernanceModel

/// A report in one of its forms.
package enum Reporter {
  package enum Format: Sendable {
    case xml
    case json
    case text(TextOptions)
  }

  /// UTF-8; the same bytes for the same report and options.
  ///
  /// - Throws: ``ReportXMLError`` when the XML would not be valid; the other forms always succeed.
  package static func render(_ report: Report, _ format: Format) throws(ReportXMLError) -> [UInt8] {
    switch format {
    case .xml: try ReportXML.write(report)
    case .json: Array(ReportJSON.text(of: report).utf8)
    case .text(let options): Array(ReportText.text(of: report, options).utf8)
    }
  }
}
