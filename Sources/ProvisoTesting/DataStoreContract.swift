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
    case estimatesRows, snapshotIsAStore
  }

  /// Makes a store that holds the tables.
  private let make: ([FixtureTable]) throws -> any DataStore

  package init(_ make: @escaping ([FixtureTable]) throws -> any DataStore) { self.make = make }

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
    }
  }

  private static let people = FixtureTable(
    "people", columns: ["id", "mail", "score"],
    rows: [
      [.integer(1), .text("a@example.org"), .real(0.5)], [.integer(.max), .text(""), .real(-1e300)],
      [.integer(.min), .null, .integer(3)], [.text("7"), .text("žluťoučký 🐎"), .null],
      [.null, .blob([0, 255, 0]), .blob([])],
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
      TableSchema(name: "numbers", columns: ["n", "t"]), TableSchema(name: "people", columns: ["id", "mail", "score"]),
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
    for (index, name) in HostileNames.all.enumerated() {
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
