internal import Auditor
internal import Glibc

extension ProcessIdentity {
  /// This process: its number, and when it was started, so that a number that was given again is not mistaken for it.
  static func current() -> ProcessIdentity { ProcessIdentity(number: Int(getpid())) }
}
