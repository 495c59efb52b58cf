internal import Foundation
internal import GovernanceModel

/// Reads and writes whole files. The rim: nothing below the Auditor opens a configuration file.
enum FileBytes {
  /// The bytes of a file; throws one diagnostic when it cannot be read. Never waits for the other end of a pipe.
  static func read(_ path: String, limit: Int = 256 << 20) throws(InputError) -> [UInt8] {
    do {
      let target = URL(filePath: path).resolvingSymlinksInPath().path
      let attributes = try FileManager.default.attributesOfItem(atPath: target)
      guard attributes[.type] as? FileAttributeType == .typeRegular else { throw CocoaError(.fileReadUnknown) }
      guard (attributes[.size] as? Int ?? 0) <= limit else { throw CocoaError(.fileReadTooLarge) }
      return try Array(Data(contentsOf: URL(filePath: path)))
    } catch {
      throw InputError([Diagnostic(.error, "cannot read `\(path)`: \(reason(error))")])
    }
  }

  /// Writes a file so that a reader sees the old bytes or all the new ones; makes its folders.
  static func write(_ bytes: [UInt8], to path: String) throws(InputError) {
    do {
      let file = URL(filePath: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(bytes).write(to: file, options: .atomic)
    } catch {
      throw InputError([Diagnostic(.error, "cannot write `\(path)`: \(reason(error))")])
    }
  }

  /// Adds to the end of a file; makes it when it is not there.
  static func append(_ bytes: [UInt8], to path: String) throws(InputError) {
    guard exists(path) else { return try write(bytes, to: path) }
    do {
      let handle = try FileHandle(forWritingTo: URL(filePath: path))
      defer { try? handle.close() }
      try handle.seekToEnd()
      try handle.write(contentsOf: Data(bytes))
    } catch {
      throw InputError([Diagnostic(.error, "cannot write `\(path)`: \(reason(error))")])
    }
  }

  /// The bytes of the pseudonym key; throws when it is missing or shorter than 16 bytes.
  static func readKey(_ path: String) throws(InputError) -> [UInt8] {
    guard exists(path) else {
      throw InputError([
        Diagnostic(
          .error, "there is no pseudonym key `\(path)`",
          help: "`proviso init` makes one, or: head -c 32 /dev/urandom > \(path) (in a folder that exists)")
      ])
    }
    let key = try read(path)
    guard key.count >= 16 else {
      throw InputError([Diagnostic(.error, "the pseudonym key `\(path)` is shorter than 16 bytes")])
    }
    return key
  }

  static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  static func isDirectory(_ path: String) -> Bool {
    let attributes = try? FileManager.default.attributesOfItem(atPath: path)
    return attributes?[.type] as? FileAttributeType == .typeDirectory
  }

  /// The path of `name` as seen from `folder`; an absolute `name` stays. `..` takes a folder away where that is the same
  /// place, which it is not behind a symbolic link.
  static func resolve(_ name: String, from folder: String) -> String {
    guard !name.hasPrefix("/"), !folder.isEmpty, folder != "." else { return name }
    var base = folder.split(separator: "/", omittingEmptySubsequences: false)[...]
    var rest = name.split(separator: "/", omittingEmptySubsequences: false)[...]
    while rest.first == "..", let last = base.last, !["", ".", ".."].contains(last),
      !isSymbolicLink(base.joined(separator: "/"))
    {
      base = base.dropLast()
      rest = rest.dropFirst()
    }
    return (base + rest).joined(separator: "/")
  }

  private static func isSymbolicLink(_ path: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: path)) != nil
  }

  /// The folder that holds a file; `.` for a bare name.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  /// The last part of a path.
  static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func reason(_ error: any Error) -> String {
    switch (error as? CocoaError)?.code {
    case .fileReadNoSuchFile, .fileNoSuchFile: "no such file"
    case .fileReadNoPermission, .fileWriteNoPermission: "permission denied"
    case .fileReadTooLarge: "it is too large"
    case .fileWriteOutOfSpace: "no space left on the device"
    case .fileWriteVolumeReadOnly: "the file system is read-only"
    case .fileReadUnknown: "it is not a file"
    default: "input or output failed"
    }
  }
}
