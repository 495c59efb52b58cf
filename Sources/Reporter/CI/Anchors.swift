internal import GovernanceModel

/// Files as a repository names them, and which file stands for a finding that has no place of its own.
package struct Anchors: Hashable, Sendable {
  /// The folder in which Proviso ran, as seen from the repository's root: empty, or ending in `/`.
  package var prefix: String
  /// The repository's root, absolute; nil when not known.
  package var root: String?
  /// The project file; stands for findings that no other file is about.
  package var project: String
  /// The data map of each store, by the store's name.
  package var maps: [String: String]

  package init(prefix: String = "", root: String? = nil, project: String = "proviso.yaml", maps: [String: String] = [:])
  {
    (self.prefix, self.root, self.project, self.maps) = (prefix, root, project, maps)
  }

  /// The span that an output of one place per finding shows.
  func mainSpan(of finding: Finding) -> SourceSpan {
    if let place = finding.places.first { return place.span }
    guard case .store(let store, _, _, _) = finding.asset, let map = maps[store] else {
      return SourceSpan(file: project, line: 1, column: 1)
    }
    return SourceSpan(file: map, line: 1, column: 1)
  }

  /// A path from the repository's root, without `.` and `..`; what lies outside of it keeps its absolute path.
  func path(_ file: String) -> String {
    var relative = prefix + file
    if file.hasPrefix("/") {
      guard let root, file.hasPrefix(root + "/") else { return file }
      relative = String(file.dropFirst(root.count + 1))
    }
    var parts: [Substring] = []
    for part in relative.split(separator: "/") where part != "." {
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }

  /// The path as a URI reference (RFC 3986): every byte that is not unreserved or `/` in percent encoding.
  func uri(_ file: String) -> String {
    let path = path(file)
    var bytes: [UInt8] = path.hasPrefix("/") ? Array("file://".utf8) : []
    let digits = Array("0123456789ABCDEF".utf8)
    for byte in path.utf8 {
      switch byte {
      case 48...57, 65...90, 97...122, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "~"),
        UInt8(ascii: "/"):
        bytes.append(byte)
      default: bytes += [UInt8(ascii: "%"), digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
