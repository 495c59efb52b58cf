internal import Auditor
internal import Glibc
internal import GovernanceModel
internal import SystemPackage

/// Standard output carries reports, standard error everything else.
enum Terminal {
  /// The reader of standard output has gone; that is no fault of the run.
  struct BrokenPipe: Error {}

  static func ignoreBrokenPipes() { _ = signal(SIGPIPE, SIG_IGN) }

  static func print(_ text: String) throws { try write(Array((text.hasSuffix("\n") ? text : text + "\n").utf8)) }

  static func write(_ bytes: [UInt8]) throws {
    do {
      try FileDescriptor.standardOutput.writeAll(bytes)
    } catch Errno.brokenPipe {
      throw BrokenPipe()
    }
  }

  static func complain(_ text: String) {
    _ = try? FileDescriptor.standardError.writeAll(Array((text.hasSuffix("\n") ? text : text + "\n").utf8))
  }

  static func tell(_ diagnostics: [Diagnostic]) {
    for diagnostic in diagnostics { complain(diagnostic.rendered(color: colorOnError)) }
  }

  static var isInteractive: Bool { isatty(STDERR_FILENO) == 1 }

  static var colorOnOutput: Bool { isatty(STDOUT_FILENO) == 1 && mayColor }
  static var colorOnError: Bool { isInteractive && mayColor }

  /// <https://no-color.org>: set and not empty means no colour.
  private static var mayColor: Bool {
    (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  static func environment(_ name: String) -> String? {
    guard let value = unsafe getenv(name) else { return nil }
    return unsafe String(cString: value)
  }

  /// Columns of the terminal; 120 where there is none.
  static var width: Int {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 120 }
    return Int(size.ws_col)
  }
}

extension Terminal {
  /// Standard error without a line break.
  static func complainRaw(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8)) }
}
