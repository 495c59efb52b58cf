package import DataStores
internal import Testing

/// What every ``DataStore`` does. A new engine runs each clause before it is used:
/// ```swift
/// @Test(arguments: DataStoreContract.Clause.allCases)
/// func contract(_ clause: DataStoreContract.Clause) throws { try DataStoreContract { tables in ... }.verify(clause) }
/// ```
package struct DataStoreContract {
  package enum Clause: String, CaseIterable, Sendable {
    case listsTables, readsValuesBack, readsManyBatches, readsInAskedOrder, repeatsAColumn, countsWithoutColumns
    case stops, passesErrorsOn, namesMissingTable, namesMissingColumn, quotesNames, readsEmptyTable, countsRows
    case estimatesRows, snapshotIsAStore, readsWideTable, readsNothingButNulls, keepsNullsApart, answersQueries
  }

  /// Makes a store that holds the tables.
  private let make: ([FixtureTable]) throws -> any DataStore
  /// How many bytes a name may have; longer ones are left out.
  private let nameLimit: Int

  package init(nameLimit: Int = .max, _ make: @escaping ([FixtureTable]) throws -> any DataStore) {
    (self.nameLimit, self.make) = (nameLimit, make)
  }

  package func verify(_ clause: Clause) throws {
    switch clause {
    case .listsTables: try listsTables()
    case .readsValuesBack: try readsValuesBack()
    case .readsManyBatches: try readsManyBatches()
    case .readsInAskedOrder: try readsInAskedOrder()
    case .repeatsAColumn: try repeatsAColumn()
    case .countsWithoutColumns: try countsWithoutColumns()
    case .stops: try stops()
    case .passesErrorsOn: try passesErrorsOn()
    case .namesMissingTable: try namesMissingTable()
    case .namesMissingColumn: try namesMissingColumn()
    case .quotesNames: try quotesNames()
    case .readsEmptyTable: try readsEmptyTable()
    case .countsRows: try countsRows()
    case .estimatesRows: try estimatesRows()
    case .snapshotIsAStore: try snapshotIsAStore()
    case .readsWideTable: try readsWideTable()
    case .readsNothingButNulls: try readsNothingButNulls()
    case .keepsNullsApart: try keepsNullsApart()
    case .answersQueries: try answersQueries()
    }
  }

  private static let people = FixtureTable(
    "people", columns: ["id", "mail", "score", "mark"],
    rows: [
      [.integer(1), .text("a@example.org"), .real(0.5), .blob([0, 255, 0])],
      [.integer(.max), .text(""), .real(-1e300), .null], [.integer(.min), .null, .real(3), .blob([])],
      [.integer(-7), .text("žluťoučký 🐎"), .null, .blob([39, 92])],
      [.null, .text("it's \\ \"7\"\n"), .real(0.1), .null],
    ])

  private static func numbers(_ count: Int) -> FixtureTable {
    FixtureTable("numbers", columns: ["n", "t"], rows: (0..<count).map { [.integer(Int64($0)), .text("row \($0)")] })
  }
}

// MARK: - Reading

extension DataStore {
  /// All values of some columns, row by row.
  package func values(_ table: String, _ columns: [String]) throws(StoreError) -> [[FixtureValue]] {
    var rows: [[FixtureValue]] = []
    try scan(table: table, columns: columns) { batch throws(StoreError) in
      for row in 0..<batch.rowCount { rows.append(columns.indices.map { batch.columns[$0].value(row) }) }
      return true
    }
    return rows
  }
}

extension ColumnBatch.Column {
  /// The value of a row, copied.
  package func value(_ row: Int) -> FixtureValue {
    switch tag(row) {
    case .null: .null
    case .integer: .integer(payloads[row])
    case .real: .real(real(row))
    case .text: .text(String(decoding: bytes[range(row)], as: UTF8.self))
    case .blob: .blob(Array(bytes[range(row)]))
    }
  }
}

// MARK: - Clauses

extension DataStoreContract {
  private func listsTables() throws {
    let store = try make([Self.people, Self.numbers(1)])
    let expected = [
      TableSchema(name: "numbers", columns: ["n", "t"]), TableSchema(name: "people", columns: Self.people.columns),
    ]
    #expect(try store.tables() == expected)
  }

  private func readsValuesBack() throws {
    let store = try make([Self.people])
    #expect(try store.values("people", Self.people.columns) == Self.people.rows)
  }

  private func readsManyBatches() throws {
    let table = Self.numbers(2 * ColumnBatch.capacity + 17)
    let store = try make([table])
    var sizes: [Int] = []
    var next: Int64 = 0
    try store.scan(table: "numbers", columns: ["n", "t"]) { batch throws(StoreError) in
      sizes.append(batch.rowCount)
      for row in 0..<batch.rowCount {
        #expect(batch.columns[0].payloads[row] == next && batch.columns[1].text(row) == "row \(next)")
        next += 1
      }
      let counts = batch.columns.flatMap { [$0.tags.count, $0.payloads.count] }
      #expect(counts.allSatisfy { $0 == batch.rowCount })
      return true
    }
    #expect(next == Int64(table.rows.count))
    #expect(sizes.allSatisfy { $0 > 0 && $0 <= ColumnBatch.capacity } && sizes.count >= 3)
  }

  private func readsInAskedOrder() throws {
    let store = try make([Self.people])
    #expect(try store.values("people", ["score", "id"]) == Self.people.rows.map { [$0[2], $0[0]] })
  }

  private func repeatsAColumn() throws {
    let store = try make([Self.people])
    #expect(try store.values("people", ["id", "id"]) == Self.people.rows.map { [$0[0], $0[0]] })
  }

  private func countsWithoutColumns() throws {
    let store = try make([Self.numbers(5000)])
    #expect(try store.values("numbers", []).count == 5000)
  }

  private func stops() throws {
    let store = try make([Self.numbers(3 * ColumnBatch.capacity)])
    var batches = 0
    try store.scan(table: "numbers", columns: ["n"]) { _ throws(StoreError) in
      batches += 1
      return batches < 2
    }
    #expect(batches == 2)
  }

  private func passesErrorsOn() throws {
    let store = try make([Self.people])
    #expect(throws: StoreError.interrupted) {
      try store.scan(table: "people", columns: ["id"]) { _ throws(StoreError) in throw .interrupted }
    }
    #expect(try store.values("people", ["id"]).count == Self.people.rows.count, "usable after a failed scan")
  }

  private func namesMissingTable() throws {
    let store = try make([Self.people])
    #expect(throws: StoreError.missingTable("peple", near: "people")) { try store.values("peple", []) }
    #expect(throws: StoreError.missingTable("", near: nil)) { try store.values("", []) }
    #expect(throws: StoreError.missingTable("orders", near: nil)) { try store.estimatedRows(of: "orders") }
  }

  private func namesMissingColumn() throws {
    let store = try make([Self.people])
    #expect(throws: StoreError.missingColumn("mial", table: "people", near: "mail")) {
      try store.values("people", ["id", "mial"])
    }
    #expect(throws: StoreError.missingColumn("*", table: "people", near: nil)) { try store.values("people", ["*"]) }
  }

  private func quotesNames() throws {
    for (index, name) in HostileNames.all.enumerated() where name.utf8.count < nameLimit {
      let rows: [[FixtureValue]] = [[.integer(Int64(index)), .text(name)]]
      let store = try make([FixtureTable(name, columns: ["id", name + "2"], rows: rows), Self.people])
      #expect(try store.values(name, ["id", name + "2"]) == rows)
      #expect(try store.values("people", ["id"]).count == Self.people.rows.count)
      #expect(throws: StoreError.self) { try store.values("people", [name]) }
    }
  }

  private func readsEmptyTable() throws {
    let store = try make([FixtureTable("nothing", columns: ["a"], rows: [])])
    var batches = 0
    try store.scan(table: "nothing", columns: ["a"]) { _ throws(StoreError) in
      batches += 1
      return true
    }
    #expect(batches == 0)
    #expect(try store.rowCount(of: "nothing") == 0)
    #expect(try store.estimatedRows(of: "nothing") == 0)
  }

  private func countsRows() throws {
    #expect(try make([Self.numbers(4321)]).rowCount(of: "numbers") == 4321)
  }

  private func estimatesRows() throws {
    let estimate = try make([Self.numbers(4321)]).estimatedRows(of: "numbers")
    #expect((2160...8642).contains(estimate), "within a factor of two")
  }

  private func snapshotIsAStore() throws {
    let store = try make([Self.people])
    let snapshot = try store.snapshot()
    #expect(snapshot.name == store.name && snapshot.engine == store.engine)
    #expect(try snapshot.tables() == store.tables())
    #expect(try snapshot.values("people", ["id"]) == store.values("people", ["id"]))
    #expect(try snapshot.snapshot().rowCount(of: "people") == Self.people.rows.count)
  }

  private func readsWideTable() throws {
    let columns = (0..<300).map { "column \($0)" }
    let rows: [[FixtureValue]] = (0..<3).map { row in
      columns.indices.map { $0 % 3 == 0 ? .integer(Int64($0 * 10 + row)) : $0 % 3 == 1 ? .text("\($0) \(row)") : .null }
    }
    let store = try make([FixtureTable("wide", columns: columns, rows: rows)])
    #expect(try store.tables().first?.columns == columns)
    #expect(try store.values("wide", columns) == rows)
    #expect(try store.values("wide", ["column 298", "column 0"]) == rows.map { [$0[298], $0[0]] })
  }

  private func readsNothingButNulls() throws {
    let rows = Array(repeating: [FixtureValue.null, .null], count: 5000)
    let store = try make([FixtureTable("void", columns: ["a", "b"], rows: rows)])
    #expect(try store.values("void", ["b", "a"]) == rows)
  }

  /// Nulls in places that change from batch to batch, in columns of every kind.
  private func keepsNullsApart() throws {
    let kinds: [(Int64) -> FixtureValue] = [
      { .integer($0) }, { .real(Double($0) / 4) }, { .text("value \($0)") }, { .blob([UInt8(truncatingIfNeeded: $0)]) },
    ]
    let rows = (0..<9001).map { row in
      kinds.enumerated().map { index, make in
        (row * 7 + index * 3) % (5 + row / 1000) == 0 ? FixtureValue.null : make(Int64(row))
      }
    }
    let store = try make([FixtureTable("sparse", columns: ["i", "r", "t", "b"], rows: rows)])
    #expect(try store.values("sparse", ["i", "r", "t", "b"]) == rows)
  }

  private func answersQueries() throws {
    let store = try make([Self.people, Self.numbers(5000)])
    guard let dialect = store.dialect else { return }
    let numbers = store.reference(to: "numbers")
    var rows: [[FixtureValue]] = []
    let sql = "SELECT count(*), min(\(dialect.quoted("t"))), max(\(dialect.quoted("n"))) FROM \(numbers)"
    try store.query(sql) { batch throws(StoreError) in
      for row in 0..<batch.rowCount { rows.append(batch.columns.map { $0.value(row) }) }
      return true
    }
    #expect(rows == [[.integer(5000), .text("row 0"), .integer(4999)]])
    #expect(throws: StoreError.self) { try store.query("SELECT nothing FROM nowhere") { _ in true } }
    #expect(try store.rowCount(of: "numbers") == 5000, "usable after a query that failed")
  }
}

/// Names that would be SQL, formats or trouble if they were pasted.
package enum HostileNames {
  package static let all = [
    "\"; DROP TABLE people; --", "'; DROP TABLE people; --", "a\"b", "a\"\"b", "\"", "'", "`", "[x]", "]", "a.b",
    "select",
    "table", "a\nb", "a\tb", " ", "%s%n", "?1", ":x", "$x", "/* */", "--", "\\", "žluťoučký", "🐎", "e\u{301}",
    "\u{202E}abc",
    String(repeating: "x", count: 1000), "rowid2", "NULL", "1", "main.people", "people\"--",
  ]
}
