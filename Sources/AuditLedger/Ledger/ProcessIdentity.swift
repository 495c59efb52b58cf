internal import Foundation

/// A process of this machine that no later one can be taken for: its id, the boot, and when in the boot it started.
package struct ProcessIdentity: Hashable, Sendable {
  package let id: Int
  package let boot: String
  /// Clock ticks from boot to start, as the kernel writes them.
  package let start: String

  package init(id: Int, boot: String, start: String) {
    (self.id, self.boot, self.start) = (id, boot, start)
  }

  /// This process.
  package static var current: ProcessIdentity {
    let id = Int(ProcessInfo.processInfo.processIdentifier)
    return ProcessIdentity(id: id, boot: bootID, start: startTicks(of: id) ?? "")
  }

  /// True while the process runs on this machine. Source: proc(5), `/proc/[pid]/stat` field 22.
  package var isAlive: Bool { boot == Self.bootID && Self.startTicks(of: id) == start }

  private static var bootID: String {
    text(of: "/proc/sys/kernel/random/boot_id").trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// Nil when there is no such process, or only its remains (state Z or X). The name in parentheses may hold anything.
  private static func startTicks(of id: Int) -> String? {
    let stat = text(of: "/proc/\(id)/stat")
    guard let end = stat.lastIndex(of: ")") else { return nil }
    let fields = stat[stat.index(after: end)...].split(separator: " ")
    guard fields.count > 19, fields[0] != "Z", fields[0] != "X" else { return nil }
    return String(fields[19])
  }

  private static func text(of path: String) -> String {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
  }
}
