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

  /// The first of many remarks, and how many more there are.
  static func tell(_ diagnostics: [Diagnostic], atMost count: Int) {
    tell(Array(diagnostics.prefix(count)))
    if diagnostics.count > count { complain("and \(diagnostics.count - count) more remarks of this kind") }
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

  /// Columns of the terminal; nil where there is none, so that one finding stays one line for other programs.
  static var width: Int? {
    var size = winsize()
    guard unsafe ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }

  /// Columns of standard error's terminal, for the line of progress.
  static var errorWidth: Int? {
    var size = winsize()
    guard unsafe ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
    return Int(size.ws_col)
  }
}

extension Terminal {
  /// Standard error without a line break.
  static func complainRaw(_ text: String) { _ = try? FileDescriptor.standardError.writeAll(Array(text.utf8)) }
}
