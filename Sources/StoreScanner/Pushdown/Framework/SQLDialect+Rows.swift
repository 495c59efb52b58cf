import DataStores

extension SQLDialect {
  /// A table of whole numbers as a named query. Each row is `(1, 2)`.
  ///
  /// Thousands of rows are one text for Spark, which reads a list of `VALUES` number by number, and slowly.
  func table(_ name: String, _ columns: String, _ rows: [String]) -> NamedQuery {
    guard self == .spark else { return NamedQuery("\(name) (\(columns))", "VALUES " + rows.joined(separator: ", ")) }
    let places = columns.split(separator: ",").indices.map { "r[\($0)]" }.joined(separator: ", ")
    let lists = rows.map { "[" + $0.dropFirst().dropLast() + "]" }
    return NamedQuery(
      "\(name) (\(columns))", "SELECT \(places) FROM (SELECT explode(\(json(lists, of: "array<bigint>"))) AS r)")
  }

  /// A constant array for Spark, of elements as JSON.
  func json(_ elements: [String], of type: String) -> String {
    "from_json(\(literal("[" + elements.joined(separator: ",") + "]")), 'array<\(type)>')"
  }

  /// A number of its own for each row of a kept query.
  ///
  /// Spark's needs no worker that sees all rows.
  var rowNumber: String { self == .spark ? "monotonically_increasing_id()" : "row_number() OVER ()" }

  /// A named query that Spark works out once. It knows no `MATERIALIZED`, and writes a named query into each place that asks
  /// for it, which makes plans that take minutes to optimise, unless a column of it seems random.
  func kept(_ query: String, as name: String) -> String {
    "SELECT q.*, monotonically_increasing_id() AS kept_\(name) FROM (\n\(query)\n) AS q"
  }
}
