/// An ADBC driver manifest: a TOML file that says where a driver's library lies
/// (https://arrow.apache.org/adbc/current/format/driver_manifests.html).
enum DriverManifest {
  /// Throws `driverUnusable` for a file that is none, and for one that has no library for this machine.
  static func read(_ path: String) throws(StoreError) -> DriverLocation {
    guard let bytes = contents(path) else { throw .driverUnusable(path, detail: "the manifest cannot be read") }
    return try location(String(decoding: bytes, as: UTF8.self), path: path)
  }

  static func location(_ text: String, path: String) throws(StoreError) -> DriverLocation {
    var values: [String: String] = [:]
    var section = ""
    for (number, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
      let line = bare(line)
      if line.isEmpty || line.first == "#" { continue }
      if line.first == "[", line.last == "]" {
        section = bare(line.dropFirst().dropLast()) + "."
        continue
      }
      guard let equals = line.firstIndex(of: "=") else {
        throw .driverUnusable(path, detail: "line \(number + 1) of the manifest is no `key = value`")
      }
      let key = bare(line[..<equals])
      values[section + key] = unquoted(bare(line[line.index(after: equals)...]))
    }
    let version = values["manifest_version"] ?? "1"
    guard version == "1" else { throw .driverUnusable(path, detail: "its manifest version \(version) is not known") }
    guard let library = values["Driver.shared.\(platform)"] ?? values["Driver.shared"] else {
      throw .driverUnusable(path, detail: "the manifest names no library for \(platform)")
    }
    return DriverLocation(library: library, entryPoint: values["Driver.entrypoint"])
  }

  /// As manifests name the machine.
  private static var platform: String {
    #if arch(arm64)
      "linux_arm64"
    #else
      "linux_amd64"
    #endif
  }

  private static func bare(_ text: some StringProtocol) -> String {
    var text = Substring(text)
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return String(text.drop { $0.isWhitespace })
  }

  /// A basic or literal string without its quotes; anything else up to a comment.
  private static func unquoted(_ text: String) -> String {
    guard let quote = text.first, quote == "\"" || quote == "'" else {
      return bare(text.prefix { $0 != "#" })
    }
    var (value, isEscaped) = ("", false)
    for character in text.dropFirst() {
      if isEscaped {
        value.append(character == "n" ? "\n" : character == "t" ? "\t" : character)
        isEscaped = false
      } else if character == "\\", quote == "\"" {
        isEscaped = true
      } else if character == quote {
        break
      } else {
        value.append(character)
      }
    }
    return value
  }

  private static func contents(_ path: String) -> [UInt8]? {
    guard let file = try? OpenFile(path: path), file.identity.size <= 1 << 20 else { return nil }
    return file.first(file.identity.size)
  }
}
