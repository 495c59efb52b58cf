internal import Synchronization

/// The wish of whoever started the process that it stop: what is being read ends with ``StoreError/interrupted``.
package enum Interruption {
  private static let requested = Atomic<Bool>(false)
  private static let running = Mutex<[Int: @Sendable () -> Void]>([:])
  private static let next = Atomic<Int>(0)

  /// True once ``request()`` was called, or within a task that was cancelled.
  package static var isRequested: Bool { requested.load(ordering: .relaxed) || Task.isCancelled }

  /// Ends what runs and all that would follow. Not to be called from within a signal handler.
  package static func request() {
    requested.store(true, ordering: .relaxed)
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
