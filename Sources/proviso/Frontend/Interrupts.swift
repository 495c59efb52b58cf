internal import Auditor
internal import Glibc

/// Ctrl-C and `kill`: the first one lets the engine stop what it does for us, and the run ends as interrupted; the second
/// ends the process at once.
enum Interrupts {
  /// Call before any other thread is started: these inherit that they do not take the signals.
  static func watch() {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    unsafe pthread_sigmask(SIG_BLOCK, &signals, nil)
    var thread = pthread_t()
    let code = unsafe pthread_create(&thread, nil, { _ in unsafe Interrupts.wait() }, nil)
    // Without the thread nobody would take the signals.
    if code != 0 { unsafe pthread_sigmask(SIG_UNBLOCK, &signals, nil) } else { pthread_detach(thread) }
  }

  /// Ends the audit when its time is over, as Ctrl-C does; at once where it has none.
  static func limit(to time: TimeLimit?) {
    guard let time else { return }
    guard time.seconds > 0 else { return Auditor.interruptByTimeLimit() }
    Task.detached {
      try await Task.sleep(for: .seconds(time.seconds))
      Auditor.interruptByTimeLimit()
    }
  }

  private static func wait() -> UnsafeMutableRawPointer? {
    var signals = sigset_t()
    unsafe sigemptyset(&signals)
    unsafe sigaddset(&signals, SIGINT)
    unsafe sigaddset(&signals, SIGTERM)
    var isFirst = true
    while true {
      var number: Int32 = 0
      guard unsafe sigwait(&signals, &number) == 0 else { return nil }
      if !isFirst { _exit(128 + number) }
      isFirst = false
      Auditor.interrupt()
    }
  }
}
