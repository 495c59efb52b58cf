extension TableSchema {
  /// The column of this name as the store spells it: exactly, else without regard to ASCII case, as SQL engines do.
  package func column(named name: String) -> String? {
    if columns.contains(name) { return name }
    return columns.first { equalIgnoringCase($0, name) }
  }
}

extension [TableSchema] {
  /// The table of this name: exactly, else without regard to ASCII case.
  package func first(named name: String) -> TableSchema? {
    first { $0.name == name } ?? first { equalIgnoringCase($0.name, name) }
  }
}

/// Equal but for the case of ASCII letters.
func equalIgnoringCase(_ left: String, _ right: String) -> Bool {
  func folded(_ byte: UInt8) -> UInt8 { byte >= 65 && byte <= 90 ? byte | 32 : byte }
  return left.utf8.count == right.utf8.count && zip(left.utf8, right.utf8).allSatisfy { folded($0) == folded($1) }
}
