internal import Synchronization

extension Pattern {
  /// The compiled pattern of a source, compiled once a process; nil when it is no pattern.
  ///
  /// Conditions keep the source, since they are values; this is where evaluation finds the compiled form.
  package static func shared(_ source: String) -> Pattern? {
    compiled.withLock { known in
      if let pattern = known[source] { return pattern }
      guard let pattern = try? Pattern(source) else { return nil }
      if known.count >= capacity { known.removeAll() }
      known[source] = pattern
      return pattern
    }
  }

  /// More patterns than any policy has; beyond it the cache starts anew.
  private static let capacity = 1024
  private static let compiled = Mutex<[String: Pattern]>([:])
}
