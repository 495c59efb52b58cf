internal import Synchronization

/// The wish of whoever started the process that it stop: what is being read ends with ``StoreError/interrupted``.
package enum Interruption {
  /// Who asked for it.
  package enum Cause: Int, Sendable {
    case person = 1
    case timeLimit
  }

  /// The first cause's number; 0 while nobody asked.
  private static let requested = Atomic<Int>(0)
  private static let running = Mutex<[Int: @Sendable () -> Void]>([:])
  private static let next = Atomic<Int>(0)

  /// True once ``request()`` was called, or within a task that was cancelled.
  package static var isRequested: Bool { requested.load(ordering: .relaxed) != 0 || Task.isCancelled }

  /// Why it was asked for; nil while nobody did.
  package static var cause: Cause? { Cause(rawValue: requested.load(ordering: .relaxed)) }

  /// Ends what runs and all that would follow. Not to be called from within a signal handler.
  package static func request(_ cause: Cause = .person) {
    _ = requested.compareExchange(expected: 0, desired: cause.rawValue, ordering: .relaxed)
    // Within the lock, so that nothing ends while it is being stopped.
    running.withLock { for stop in $0.values { stop() } }
  }

  /// Runs `body`, during which ``request()`` calls `stop` from another thread.
  ///
  /// INVARIANT: `stop` does not run once this has returned.
  static func stopping(
    _ stop: @escaping @Sendable () -> Void, _ body: () throws(StoreError) -> Void
  ) throws(StoreError) {
    if isRequested { throw .interrupted }
    let id = next.add(1, ordering: .relaxed).newValue
    running.withLock { $0[id] = stop }
    defer { running.withLock { _ = $0.removeValue(forKey: id) } }
    try body()
  }
}
