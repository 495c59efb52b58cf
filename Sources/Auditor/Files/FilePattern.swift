internal import FoundationEssentials
internal import GovernanceModel

/// Files named by a path with `*` and `?` in its last parts, as in `rules/*.yaml`; `**` crosses folders.
enum FilePattern {
  /// The files that a pattern names, in byte order. A folder stands for the rule files below it.
  static func files(matching pattern: String) -> [String] {
    if !isPattern(pattern) {
      guard FileBytes.isDirectory(pattern) else { return FileBytes.exists(pattern) ? [pattern] : [] }
      return files(below: pattern).filter { path in ["yaml", "yml", "json"].contains(pathExtension(path)) }
    }
    let fixed = pattern.split(separator: "/", omittingEmptySubsequences: false)
      .prefix { !$0.contains(where: { "*?".contains($0) }) }
    let root = fixed.isEmpty ? "." : fixed.joined(separator: "/")
    return files(below: root.isEmpty ? "/" : root).filter { path in
      matches(Array(path.utf8)[...], Array((fixed.isEmpty ? "./" + pattern : pattern).utf8)[...])
    }
  }

  static func isPattern(_ path: String) -> Bool { path.contains { "*?".contains($0) } }

  private static func pathExtension(_ path: String) -> String {
    path.lastIndex(of: ".").map { path[path.index(after: $0)...].lowercased() } ?? ""
  }

  private static func files(below folder: String) -> [String] {
    guard let names = try? FileManager.default.subpathsOfDirectory(atPath: folder) else { return [] }
    // Hidden is what is hidden in the folder; the folder itself may lie in a hidden one.
    let shown = names.filter { !$0.hasPrefix(".") && !$0.contains("/.") }
    return shown.map { "\(folder)/\($0)" }.filter { !FileBytes.isDirectory($0) }
      .sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
  }

  /// Glob matching: `*` and `?` stay within a folder, `**` does not; `**/` may also be no folder at all.
  static func matches(_ path: ArraySlice<UInt8>, _ pattern: ArraySlice<UInt8>) -> Bool {
    let (star, slash) = (UInt8(ascii: "*"), UInt8(ascii: "/"))
    guard let first = pattern.first else { return path.isEmpty }
    if first == star {
      let isDeep = pattern.dropFirst().first == star
      let rest = pattern.dropFirst(isDeep ? 2 : 1)
      if isDeep, rest.first == slash, matches(path, rest.dropFirst()) { return true }
      var tail = path
      while true {
        if matches(tail, rest) { return true }
        guard let next = tail.first, isDeep || next != slash else { return false }
        tail = tail.dropFirst()
      }
    }
    guard let next = path.first, first == next || (first == UInt8(ascii: "?") && next != slash) else { return false }
    return matches(path.dropFirst(), pattern.dropFirst())
  }
}
