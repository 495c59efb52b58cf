internal import Auditor
internal import Glibc
internal import GovernanceModel
internal import Synchronization

/// One line on a terminal that follows an audit from its second second on; nothing elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var shownAt: Instant
    var isShown = false
  }

  private let started = Clock.now()
  private let state: Mutex<State>

  init() { state = Mutex(State(shownAt: Clock.now())) }

  /// Shows how far an audit is, at most five times a second.
  func show(_ progress: AuditProgress) {
    guard Terminal.isInteractive else { return }
    let now = Clock.now()
    state.withLock { state in
      let sinceStart = now.microseconds - started.microseconds
      guard sinceStart > 1_000_000, now.microseconds - state.shownAt.microseconds > 200_000 else { return }
      (state.shownAt, state.isShown) = (now, true)
      Terminal.progress(line(progress, elapsed: sinceStart))
    }
  }

  func clear() {
    state.withLock { state in
      guard state.isShown else { return }
      state.isShown = false
      Terminal.progress("")
    }
  }

  private func line(_ progress: AuditProgress, elapsed: Int64) -> String {
    let share = progress.totalRows > 0 ? min(1, Double(progress.rows) / Double(progress.totalRows)) : 0
    let filled = Int(share * 24)
    let bar = String(repeating: "█", count: filled) + String(repeating: "░", count: 24 - filled)
    var text = "\(bar) \(Int(share * 100)) %  \(progress.stage)  \(progress.rows) of about \(progress.totalRows) rows"
    if elapsed > 3_000_000, share > 0.02 {
      let left = Int(Double(elapsed) / 1_000_000 * (1 - share) / share)
      text += "  \(left) s left"
    }
    // A line that wraps could not be erased.
    return String(text.prefix((Terminal.errorWidth ?? 80) - 1))
  }
}

extension Terminal {
  /// Replaces the current line of standard error.
  static func progress(_ text: String) { complainRaw("\r\u{1B}[2K" + text) }
}
