internal import GovernanceModel
package import SourceDocuments

/// Global Privacy Control (W3C draft of 10 July 2025): a request header and a statement of support.
package enum GlobalPrivacyControl {
  /// True when one of the values of `Sec-GPC` is exactly `1`; every other value is ignored.
  package static func isSignalled(headers: [String]) -> Bool { headers.contains("1") }

  package enum Support: String, Hashable, Sendable {
    case supported = "true"
    case unsupported = "false"
    case unknown
  }

  /// What `/.well-known/gpc.json` says of a site; it says nothing of the single request.
  package struct Statement: Hashable, Sendable {
    package var support: Support
    /// A full date of RFC 3339; nil when absent or malformed.
    package var lastUpdate: String?

    package init(_ body: JSONValue) {
      switch body["gpc"] {
      case .boolean(true): support = .supported
      case .boolean(false): support = .unsupported
      default: support = .unknown
      }
      // A full date is ten characters; longer forms of ISO 8601 name instants.
      if case .text(let text) = body["lastUpdate"], text.utf8.count == 10, Moment(iso8601: text) != nil {
        lastUpdate = text
      }
    }
  }
}
