internal import GovernanceModel
internal import SourceDocuments

/// Whom Unleash decides about: `userId`, `sessionId`, `remoteAddress`, `environment`, `appName`, `currentTime` and
/// `properties`.
struct UnleashContext {
  let data: JSONValue
  /// Taken where the context has no `currentTime`.
  let now: Instant

  /// A field of the context, else of its properties, as text; nil when it is absent or null.
  func text(_ name: String) -> String? { Self.text(data[name]) ?? Self.text(data["properties"]?[name]) }

  var time: Instant? {
    guard let text = text("currentTime") else { return now }
    return Instant(iso8601: text)
  }

  private static func text(_ value: JSONValue?) -> String? {
    switch value {
    case .text(let text)?: text
    case .number?, .boolean?: value?.jsonText
    default: nil
    }
  }
}

/// Where a field of the context is found by the paths of conditions: `userId`, `properties.country`.
enum UnleashPath {
  static func path(_ name: String) -> String {
    switch name {
    case "userId", "sessionId", "remoteAddress", "environment", "appName", "currentTime": name
    default: "properties." + name
    }
  }
}
