package import GovernanceModel
internal import XMLDocuments

/// A report in one of its forms.
package enum Reporter {
  package enum Format: Sendable {
    case xml
    case json
    case text(TextOptions)
    case sarif(Threshold, Anchors)
    case junit(Threshold)
    /// Workflow commands of GitHub Actions.
    case github(Threshold, Anchors)
    /// A job summary.
    case markdown(Threshold, Anchors)
    /// GitLab's code quality report.
    case gitlab(Anchors)
  }

  /// UTF-8; the same bytes for the same report and options.
  ///
  /// - Throws: ``ReportXMLError`` when the XML would not be valid; the other forms always succeed.
  package static func render(_ report: Report, _ format: Format) throws(ReportXMLError) -> [UInt8] {
    switch format {
    case .xml: return try ReportXML.write(report)
    case .json: return Array(ReportJSON.text(of: report).utf8)
    case .text(let options): return Array(ReportText.text(of: report, options).utf8)
    case .sarif(let threshold, let anchors):
      return Array(ReportSARIF(report, threshold: threshold, anchors: anchors).text().utf8)
    case .junit(let threshold):
      do { return try ReportJUnit(report, threshold: threshold).bytes() } catch { throw .unreadable(error) }
    case .github(let threshold, let anchors):
      return Array(GitHubAnnotations(report, threshold: threshold, anchors: anchors).text().utf8)
    case .markdown(let threshold, let anchors):
      return Array(MarkdownSummary(report, threshold: threshold, anchors: anchors).text().utf8)
    case .gitlab(let anchors): return Array(GitLabQuality(report, anchors: anchors).text().utf8)
    }
  }
}
