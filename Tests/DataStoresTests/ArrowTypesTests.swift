import DataStores
import ProvisoTesting
import Testing

/// What every Arrow type becomes, from arrays that DuckDB makes.
@Suite(.enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence))
struct ArrowTypesTests {
  /// A driver of which nothing is known: its arrays are taken as they come.
  private let store = ADBCStore(
    name: "s", .other(dialect: nil, options: ["path": ":memory:"]), driver: "duckdb", paths: TestEngine.drivers)

  private func values(_ select: String, settings: String = "") throws -> [[FixtureValue]] {
    var rows: [[FixtureValue]] = []
    try store.query(settings + "SELECT " + select) { batch throws(StoreError) in
      for row in 0..<batch.rowCount { rows.append(batch.columns.map { $0.value(row) }) }
      return true
    }
    return rows
  }

  @Test(arguments: [
    ("(-128)::TINYINT", FixtureValue.integer(-128)), ("255::UTINYINT", .integer(255)),
    ("(-32768)::SMALLINT", .integer(-32768)), ("65535::USMALLINT", .integer(65535)),
    ("(-2147483648)::INTEGER", .integer(-2_147_483_648)), ("4294967295::UINTEGER", .integer(4_294_967_295)),
    ("(-9223372036854775808)::BIGINT", .integer(.min)), ("7::UBIGINT", .integer(7)),
    ("18446744073709551615::UBIGINT", .text("18446744073709551615")), ("true", .integer(1)), ("false", .integer(0)),
    ("NULL::BOOLEAN", .null), ("NULL", .null), ("0.5::FLOAT", .real(0.5)), ("0.1::DOUBLE", .real(0.1)),
    ("'infinity'::DOUBLE", .real(.infinity)),
  ])
  func `numbers and truth values`(_ sql: String, _ expected: FixtureValue) throws {
    #expect(try values(sql) == [[expected]])
  }

  @Test(arguments: [
    ("12.50::DECIMAL(4,2)", FixtureValue.real(12.5)), ("12.00::DECIMAL(4,2)", .integer(12)),
    ("(-0.07)::DECIMAL(9,2)", .real(-0.07)), ("0.1::DECIMAL(18,3)", .real(0.1)),
    ("123456789012345678.25::DECIMAL(38,2)", .real(123_456_789_012_345_678.25)),
    ("12345678901234567890123456789012345678::DECIMAL(38,0)", .text("12345678901234567890123456789012345678")),
    ("9223372036854775807::DECIMAL(38,0)", .integer(.max)), ("NULL::DECIMAL(9,2)", .null),
  ])
  func `decimals are integers where they are whole, and the nearest real else`(
    _ sql: String, _ expected: FixtureValue
  ) throws {
    #expect(try values(sql) == [[expected]])
  }

  @Test(arguments: [
    ("DATE '2024-02-29'", "2024-02-29"), ("DATE '0001-01-01'", "0001-01-01"), ("DATE '1969-12-31'", "1969-12-31"),
    ("TIMESTAMP '2026-01-15 08:30:00'", "2026-01-15T08:30:00"),
    ("TIMESTAMP '2026-01-15 08:30:00.5'", "2026-01-15T08:30:00.500"),
    ("TIMESTAMP '1969-12-31 23:59:59.999999'", "1969-12-31T23:59:59.999999"),
    ("TIMESTAMP_S '2026-01-15 08:30:00'", "2026-01-15T08:30:00"),
    ("TIMESTAMP_MS '2026-01-15 08:30:00.25'", "2026-01-15T08:30:00.250"),
    ("TIMESTAMP_NS '2026-01-15 08:30:00.123456789'", "2026-01-15T08:30:00.123456"),
    ("TIMESTAMPTZ '2026-03-29 02:30:00+01:00'", "2026-03-29T01:30:00Z"), ("TIME '23:59:59.5'", "23:59:59.500"),
  ])
  func `dates and times are ISO 8601 texts, with Z where the engine knows the instant`(
    _ sql: String, _ expected: String
  ) throws {
    #expect(try values(sql) == [[.text(expected)]])
  }

  @Test(arguments: ["", "SET produce_arrow_string_view = true;", "SET arrow_large_buffer_size = true;"])
  func `texts and blobs in every layout`(_ settings: String) throws {
    let sql = """
      t, t::BLOB FROM (VALUES (''), ('short'), (NULL), ('exactly twelv'), ('longer than the twelve bytes that a view holds'),
        ('žluťoučký 🐎')) v(t)
      """
    let texts = ["", "short", nil, "exactly twelv", "longer than the twelve bytes that a view holds", "žluťoučký 🐎"]
    let expected: [[FixtureValue]] = texts.map { text in
      text.map { [.text($0), .blob(Array($0.utf8))] } ?? [.null, .null]
    }
    // Blobs of other texts than ASCII are given by their bytes.
    let found = try values(sql.replacing("t::BLOB", with: "encode(t)"), settings: settings)
    #expect(found == expected)
  }

  @Test func `dictionaries, identifiers and what is nested`() throws {
    #expect(
      try values("e FROM (VALUES ('b'), (NULL), ('a'), ('b')) v(t), LATERAL (SELECT t::ENUM('a', 'b') AS e)")
        == [[.text("b")], [.null], [.text("a")], [.text("b")]])
    let identifier = "01234567-89ab-cdef-0123-456789abcdef"
    #expect(try values("'\(identifier)'::UUID") == [[.text(identifier)]])
    #expect(
      try values("['a', NULL, 'q\"']::VARCHAR[], []::INTEGER[], NULL::INTEGER[]")
        == [[.text(#"["a",null,"q\""]"#), .text("[]"), .null]])
    #expect(
      try values("{'a': 1, 'b c': [true, false], 'd': 0.5::DOUBLE}") == [
        [.text(#"{"a":1,"b c":[true,false],"d":0.5}"#)]
      ])
    #expect(try values("MAP {'k': 1, 'l': NULL}") == [[.text(#"{"k":1,"l":null}"#)]])
    #expect(try values("[1, 2, 3]::INTEGER[3]") == [[.text("[1,2,3]")]])
  }

  @Test func `lists and nulls keep their rows over many batches`() throws {
    let found = try values("CASE WHEN i % 3 = 0 THEN NULL ELSE [i, i + 1] END, i FROM range(10000) r(i)")
    #expect(found.count == 10_000)
    for (row, value) in found.enumerated() {
      let list = row % 3 == 0 ? FixtureValue.null : .text("[\(row),\(row + 1)]")
      #expect(value == [list, .integer(Int64(row))])
    }
  }
}
