extension ADBCEngine {
  /// What a query selects to read a column as ``ArrowSlice/read(_:into:)`` understands it: as it is where the driver has an
  /// Arrow type for it, else as text, and as JSON text where it is nested.
  func expression(_ column: ADBCColumn) -> String {
    let name = quoted(column.name)
    switch dialect {
    case .duckdb?:
      let type = column.type.uppercased()
      if type.hasSuffix("]") || ["STRUCT", "MAP", "UNION"].contains(where: { type.hasPrefix($0 + "(") }) {
        return "CAST(to_json(\(name)) AS VARCHAR)"
      }
      return Self.readByDuckDB(type) ? name : "CAST(\(name) AS VARCHAR)"
    case .postgresql?:
      if Self.readByPostgreSQL.contains(column.type) { return name }
      // A cast of an address to text adds the length of its network, which its own form leaves out where it is whole.
      if column.type == "inet" { return "CASE WHEN \(name) IS NOT NULL THEN concat(\(name)) END" }
      return column.type.hasPrefix("_") || column.type == "record" ? "to_json(\(name))::text" : "\(name)::text"
    case .spark?:
      let type = column.type.lowercased()
      if ["struct<", "array<", "map<", "variant"].contains(where: type.hasPrefix) { return "to_json(\(name))" }
      return type.hasPrefix("interval") || type.hasPrefix("time(") ? "CAST(\(name) AS STRING)" : name
    default: return name
    }
  }

  /// What a column holds, as far as its type tells.
  func type(of column: ADBCColumn) -> SQLColumnType {
    let type = column.type.lowercased()
    switch type.prefix(while: { $0 != "(" }).trimmed {
    case "int2", "int4", "int8", "smallint", "integer", "bigint", "tinyint", "utinyint", "usmallint", "uinteger", "int",
      "long", "short", "byte":
      return .integer
    case "float4", "float8", "float", "double", "real", "double precision": return .real
    case "bool", "boolean": return .boolean
    case "text", "varchar", "name", "string", "character varying", "citext", "char": return .text
    case "date": return .date
    case "timestamp", "timestamp_ntz", "timestamp without time zone", "datetime":
      return .timestamp(hasZone: dialect == .spark && type == "timestamp")
    case "timestamptz", "timestamp with time zone": return .timestamp(hasZone: true)
    case "bytea", "blob", "binary", "varbinary": return .blob
    default: return .other
    }
  }

  private static func readByDuckDB(_ type: String) -> Bool {
    if ["DECIMAL(", "ENUM("].contains(where: type.hasPrefix) { return true }
    return [
      "BOOLEAN", "TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "FLOAT",
      "DOUBLE", "VARCHAR", "BLOB", "DATE", "TIME", "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS",
      "TIMESTAMP WITH TIME ZONE",
    ].contains(type)
  }

  private static let readByPostgreSQL: Set<String> = [
    "bool", "int2", "int4", "int8", "float4", "float8", "numeric", "text", "varchar", "date", "time", "timestamp",
    "timestamptz", "bytea",
  ]
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return String(text)
  }
}
