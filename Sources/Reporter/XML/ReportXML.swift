package import GovernanceModel
package import XMLDocuments

/// The written form of a report: `schemas/proviso-report.xsd`, namespace `urn:proviso:report:1`. All other formats can be
/// made from it.
package enum ReportXML {
  package static let namespace = "urn:proviso:report:1"

  /// The report as UTF-8 XML, valid against its schema; the same bytes for the same report.
  ///
  /// What XML cannot hold is written as U+FFFD. Instants outside the years 1 to 9999 are held to these years.
  /// - Throws: ``ReportXMLError/notValid(_:)`` when the report is not what its schema asks, such as a sample that is no
  ///   pseudonym; the message names the place, never the value.
  package static func write(_ report: Report) throws(ReportXMLError) -> [UInt8] {
    let bytes: [UInt8]
    do {
      var writer = try XMLWriter()
      writer.report(report)
      bytes = try writer.finish()
    } catch {
      throw .unreadable(error)
    }
    let problems: [XMLProblem]
    do { problems = try schema().problems(inOwn: bytes) } catch { throw .unreadable(error) }
    guard let first = problems.first else { return bytes }
    throw .notValid(["line \(first.line): \(first.withoutValues)"])
  }

  /// Reads what ``write(_:)`` wrote. A signature is passed over, not checked.
  package static func read(_ bytes: [UInt8]) throws(ReportXMLError) -> Report {
    let problems = try problems(in: bytes)
    guard problems.isEmpty else { throw .notValid(problems.map { "line \($0.line): \($0.withoutValues)" }) }
    do {
      return try ReportReader(XMLDocument(bytes).root()).report()
    } catch let error as XMLFailure {
      throw .unreadable(error)
    } catch let error as ReportXMLError {
      throw error
    } catch {
      throw .notValid(["the report cannot be read"])
    }
  }

  /// Where a document is not as the schema asks; empty when it is valid.
  package static func problems(in bytes: [UInt8]) throws(ReportXMLError) -> [XMLProblem] {
    do {
      return try schema().problems(in: XMLDocument(bytes))
    } catch {
      throw .unreadable(error)
    }
  }

  private static func schema() throws(XMLFailure) -> XMLSchema { try XMLSchema(Array(ReportSchema.text.utf8)) }
}

package enum ReportXMLError: Error, Hashable, Sendable {
  /// Not XML at all, or not XML that is read here.
  case unreadable(XMLFailure)
  /// Not a report: one message a place, without values.
  case notValid([String])
}

extension ReportXMLError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .unreadable(let failure): "\(failure)"
    case .notValid(let problems): problems.joined(separator: "\n")
    }
  }
}
