internal import ArgumentParser
internal import Glibc
internal import GovernanceModel

/// The only place that reads a clock; everything below is given an instant.
enum Clock {
  static func now() -> Instant {
    var time = timespec()
    _ = unsafe clock_gettime(CLOCK_REALTIME, &time)
    let micros = Int64(time.tv_sec) * Instant.microsecondsPerSecond + Int64(time.tv_nsec) / 1000
    return Instant(microseconds: micros)
  }
}

/// `--as-of`: the instant for which everything is judged.
struct AsOfOption: ParsableArguments {
  @Option(name: .customLong("as-of"), help: "Judge as of this instant, such as 2026-03-01T00:00:00Z (default: now).")
  var text: String?

  func validate() throws {
    guard let text, Instant(iso8601: text) == nil else { return }
    throw ValidationError("--as-of is a date or instant such as 2026-03-01 or 2026-03-01T10:00:00Z; found '\(text)'")
  }

  /// The instant that was asked for; else now.
  var instant: Instant { text.flatMap { Instant(iso8601: $0) } ?? Clock.now() }
}
