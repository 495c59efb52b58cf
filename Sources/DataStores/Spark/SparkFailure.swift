/// What Spark says of an error: `[TABLE_OR_VIEW_NOT_FOUND] The table ... SQLSTATE: 42P01`, through its driver, which tells
/// neither the state nor the kind apart.
struct SparkFailure {
  /// Of Spark's conditions (https://spark.apache.org/docs/latest/sql-error-conditions.html), with its part after the dot.
  let condition: String
  let state: String
  /// Its first line.
  let line: String

  /// Nil for a message that is not Spark's.
  init?(_ message: String) {
    guard message.hasPrefix("[Spark] ") else { return nil }
    let text = message.dropFirst("[Spark] ".count).drop { $0.isWhitespace }
    line = String(text.prefix { $0 != "\n" })
    var found = Substring()
    if text.first == "[", let end = text.firstIndex(of: "]") { found = text[text.index(after: text.startIndex)..<end] }
    condition =
      found.allSatisfy { $0.isASCII && ($0.isUppercase || $0.isNumber || "_.".contains($0)) } ? String(found) : ""
    let mark = "SQLSTATE: "
    state = text.firstRange(of: mark).map { String(text[$0.upperBound...].prefix(5)) } ?? ""
  }

  /// What of it may be told: its condition, and all of the first line where that is about paths, names or the connection.
  var tellable: String? {
    if isAboutConnection { return line }
    if condition.isEmpty { return line.hasPrefix("java.lang.ClassNotFoundException") ? line : nil }
    let isAboutNames = Self.aboutNames.contains { condition == $0 || condition.hasPrefix($0 + ".") }
    guard isAboutNames else { return condition }
    // The search path and the like that follow help nobody.
    return line.firstRange(of: " SQLSTATE: ").map { String(line[..<$0.lowerBound]) } ?? line
  }

  /// Conditions whose texts hold names and given paths, and never a value; paths of single files may hold one, of the column
  /// that partitions them.
  private static let aboutNames = [
    "PATH_NOT_FOUND", "SCHEMA_NOT_FOUND", "CATALOG_NOT_FOUND", "TABLE_OR_VIEW_NOT_FOUND", "UNABLE_TO_INFER_SCHEMA",
    "PARQUET_TYPE_ILLEGAL", "CANNOT_MERGE_SCHEMAS", "INSUFFICIENT_PERMISSIONS",
  ]

  /// Nobody listens.
  var isAboutConnection: Bool {
    ["connection error", "name resolver error"].contains { line.hasPrefix($0) }
  }

  /// The server was there, and is gone, or has given up the session.
  var isLoss: Bool {
    if condition.hasPrefix("INVALID_HANDLE") { return true }
    return [
      "error reading from server", "transport is closing", "connection reset", "unexpected EOF",
      "SparkContext was shut",
    ]
    .contains { line.contains($0) }
  }

  /// A file that was there when the audit began.
  var isChange: Bool { condition == "FAILED_READ_FILE.FILE_NOT_EXIST" }

  var isDenial: Bool {
    condition.hasPrefix("INSUFFICIENT_PERMISSIONS")
      || ["AccessControlException", "AccessDeniedException", "Permission denied"].contains { line.contains($0) }
  }
}
