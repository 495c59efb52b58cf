package import GovernanceModel

/// The time zones of the system (IANA time zone database, compiled to TZif files).
package enum ZoneDatabase {
  /// The rules of a zone by its name, such as `Europe/Paris`, with the daylight saving rule of today laid out to the end of
  /// 2100; nil when the system has no such zone. The name cannot lead out of the database's folder.
  package static func rules(named name: String, folder: String = "/usr/share/zoneinfo") -> ZoneRules? {
    if ["UTC", "Z", "Etc/UTC", "GMT"].contains(name) { return .utc }
    guard isZoneName(name), let file = try? OpenFile(path: "\(folder)/\(name)") else { return nil }
    return TZif.rules(named: name, file.first(min(file.identity.size, 1 << 20)))
  }

  /// Segments of letters, digits, `_`, `+` and `-`, each beginning with a letter, set apart by `/`.
  private static func isZoneName(_ name: String) -> Bool {
    guard name.utf8.count <= 64 else { return false }
    return name.split(separator: "/", omittingEmptySubsequences: false).allSatisfy { segment in
      guard let first = segment.utf8.first, isLetter(first) else { return false }
      return segment.utf8.allSatisfy { isLetter($0) || (48...57).contains($0) || [0x5F, 0x2B, 0x2D].contains($0) }
    }
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (65...90).contains(byte) || (97...122).contains(byte) }
}
