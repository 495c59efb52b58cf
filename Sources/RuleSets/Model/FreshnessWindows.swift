package import GovernanceModel
package import Predicates

/// The conditions of a conjunction that bound the age of data: `within P` of an instant, or of the time stamp beside an
/// attribute (`affinity.updatedAt` speaks for everything below `affinity`, `email.updatedAt` for `email`).
package struct FreshnessWindows: Sendable {
  private var windows: [(path: String, isStamp: Bool, period: CalendarPeriod)] = []

  /// Names of time stamps that speak for what they stand beside.
  private static func isStamp(_ name: Substring) -> Bool {
    switch name {
    case "updatedAt", "lastUpdated", "lastUpdatedAt", "computedAt", "observedAt", "updated_at", "last_updated": true
    default: false
    }
  }

  /// Conditions inside `any` and `not` bound nothing.
  package init(_ predicate: Predicate) { collect(predicate) }

  private mutating func collect(_ predicate: Predicate) {
    switch predicate {
    case .all(let parts): for part in parts { collect(part) }
    case .isTrue(let part): collect(part)
    case .within(let path, let period):
      let text = path.text
      windows.append((text, false, period))
      if let dot = text.utf8.lastIndex(of: UInt8(ascii: ".")), Self.isStamp(text[dot...].dropFirst()) {
        windows.append((String(text[..<dot]), true, period))
      }
    default: break
    }
  }

  package var isEmpty: Bool { windows.isEmpty }

  /// The first period that bounds the age of the attribute; nil when none does.
  package func period(for path: AttributePath) -> CalendarPeriod? {
    windows.first { window in
      if path.text == window.path { return true }
      return window.isStamp && path.text.utf8.starts(with: window.path.utf8)
        && path.text.utf8.dropFirst(window.path.utf8.count).first == UInt8(ascii: ".")
    }?.period
  }
}
