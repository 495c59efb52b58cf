/// Why a string is no consent signal.
///
/// Never holds any part of the string: a TC string is personal data (CJEU C-604/22).
package struct SignalError: Error, Hashable, Sendable, CustomStringConvertible {
  package enum Reason: Hashable, Sendable {
    /// Nothing to decode.
    case empty
    /// One-based column of the first character outside the alphabet.
    case alphabet(column: Int)
    /// The bits end within what is named.
    case truncated(String)
    case unsupportedVersion(Int)
    /// A value that the format does not allow, in words.
    case malformed(String)
  }

  package let reason: Reason
  /// The part of the string, such as `core` or `usnat`; nil where the whole is meant.
  package var part: String?

  package init(_ reason: Reason, part: String? = nil) { (self.reason, self.part) = (reason, part) }

  static let tooLong = SignalError(.malformed("longer than \(ConsentSignal.limit) characters"))

  /// The same error, told of a part of a longer string, unless a part is named already.
  package func within(_ part: String) -> SignalError { SignalError(reason, part: self.part ?? part) }

  package var description: String {
    let text =
      switch reason {
      case .empty: "nothing to decode"
      case .alphabet(let column): "character \(column) is outside base64url"
      case .truncated(let what): "the bits end within \(what)"
      case .unsupportedVersion(let version): "version \(version) is not supported"
      case .malformed(let what): what
      }
    return part.map { "\($0): \(text)" } ?? text
  }

  /// What is wrong, without the place: for counting.
  package var kind: String {
    switch reason {
    case .empty: "nothing to decode"
    case .alphabet: "characters outside base64url"
    case .truncated: "truncated"
    case .unsupportedVersion: "a version that is not supported"
    case .malformed: "malformed"
    }
  }
}
