public import GovernanceModel

/// Which earlier audit an audit goes on from.
public enum SinceRequest: Hashable, Sendable {
  /// The last complete one of the same stores.
  case last
  case run(Int)
  /// The last complete one as of this instant or before.
  case instant(Instant)

  /// `LAST`, `12`, `run:12`, `2026-03-01` or `2026-03-01T10:00:00Z`; nil for anything else.
  public init?(_ text: String) {
    let number = text.hasPrefix("run:") ? text.dropFirst(4) : text[...]
    if text.lowercased() == "last" {
      self = .last
    } else if let run = Int(number), run > 0 {
      self = .run(run)
    } else if let instant = Instant(iso8601: text) {
      self = .instant(instant)
    } else {
      return nil
    }
  }
}
