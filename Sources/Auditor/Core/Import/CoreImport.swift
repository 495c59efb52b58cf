internal import ConsentSignals
internal import Foundation
public import GovernanceModel
internal import PersonalizationCore
internal import Predicates
internal import SourceDocuments

/// Reads a file (CSV, JSON Lines, JSON) of what people did, of what is known of them, of items, or of which keys are one
/// person, into the core's store. What the store holds already is counted and not written again, so that a run after an
/// interruption goes on where the first one was.
public struct CoreImport {
  private let source: String
  private let kind: CoreImportKind
  private let now: Instant
  private var mapping: CoreImportMapping

  /// - Parameters:
  ///   - mapping: a file that says which column holds what.
  ///   - columns: fields whose column bears another name.
  ///   - constants: fields that are the same for every row.
  ///   - now: rows that lie after it are rejected.
  public init(
    source: String, kind: CoreImportKind, mapping: String?, columns: [(String, String)],
    constants: [(String, String)], now: Instant
  ) throws(InputError) {
    (self.source, self.kind, self.now) = (source, kind, now)
    var own = CoreImportMapping(kind)
    if let mapping { try own.read(SourceFile.reading(mapping)) }
    for (field, column) in columns { try own.set(field, to: ConsentMapping.Source(column: column)) }
    for (field, text) in constants { try own.set(field, to: ConsentMapping.Source(constant: text)) }
    self.mapping = own
  }

  /// - Parameters:
  ///   - target: the core's store, made when it is not there.
  ///   - rejects: takes the rows that cannot be understood, a JSON object a line.
  ///   - progress: told the number of rows after each chunk.
  public func run(into target: String, rejects: String, progress: (Int) -> Void) throws -> CoreTable {
    var stream = try ConsentRecordStream(path: source, from: 0)
    var (ignored, isChecked) = ([String](), false)
    var store: EventStore?
    var kept = try RejectedRecords(path: rejects, length: 0, signalColumn: nil)
    var tally = CoreImportTally()
    while let records = try stream.next() {
      if !isChecked, let header = stream.header {
        ignored = try mapping.check(header, of: source)
        isChecked = true
      }
      guard !records.isEmpty else { continue }
      let opened = try store ?? Self.open(target)
      store = opened
      try take(records, with: CoreRowReader(mapping: mapping, now: now), opened, &kept, &tally)
      progress(tally.records)
    }
    guard tally.records > 0 || isChecked else { throw InputError([Diagnostic(.error, "`\(source)` is empty")]) }
    return tally.table(kind, FileBytes.name(of: source), rejects: rejects, ignored: ignored)
  }

  private static func open(_ path: String) throws(InputError) -> EventStore {
    do { return try EventStore(path: path) } catch {
      throw InputError([
        Diagnostic(.error, "cannot write `\(path)`: it is no store of the core, or its folder is not there")
      ])
    }
  }

  /// One chunk, in one transaction.
  private func take(
    _ records: [ConsentFileRecord], with reader: CoreRowReader, _ store: EventStore, _ kept: inout RejectedRecords,
    _ tally: inout CoreImportTally
  ) throws {
    var batch = CoreImportBatch()
    for record in records {
      do throws(RowFault) {
        for row in try rows(of: record) {
          tally.records += 1
          do throws(RowFault) {
            try batch.add(kind, reader, row)
          } catch {
            tally.reject(error.reason)
            kept.add(.row(row), number: tally.records, reason: error.reason)
          }
        }
      } catch {
        tally.records += 1
        tally.reject(error.reason)
        kept.add(record, number: tally.records, reason: error.reason)
      }
    }
    try kept.flush()
    let added = try batch.write(to: store)
    tally.added += added
    tally.known += batch.count - added
  }

  /// A row of a CSV file; the objects of a JSON document with their scalars.
  private func rows(of record: ConsentFileRecord) throws(RowFault) -> [[String: String]] {
    switch record {
    case .row(let row): return [row]
    case .text(let text):
      guard let node = try? Node.json(SourceFile(path: "record", bytes: Array(text.utf8))) else {
        throw RowFault(reason: "no JSON")
      }
      var rows: [[String: String]] = []
      for element in node.elements ?? [node] {
        guard let entries = element.entries else { throw RowFault(reason: "no object") }
        let fields = entries.compactMap { entry in entry.value.scalarText.map { (entry.key, $0) } }
        rows.append(Dictionary(fields, uniquingKeysWith: { $1 }))
      }
      return rows
    }
  }
}

/// Understood rows that wait to be written.
private struct CoreImportBatch {
  private var events: [(subject: String, event: PersonEvent)] = []
  private var statements: [(subject: String, statement: Statement)] = []
  private var items: [(id: String, item: Catalogue.Item)] = []
  private var links: [(subject: String, alias: String, at: Instant)] = []

  var count: Int { events.count + statements.count + items.count + links.count }

  mutating func add(_ kind: CoreImportKind, _ reader: CoreRowReader, _ row: [String: String]) throws(RowFault) {
    switch kind {
    case .events: events.append(try reader.event { row[$0] })
    case .profiles: statements += try reader.statements(row)
    case .items: items.append(try reader.item { row[$0] })
    case .links: links.append(try reader.link { row[$0] })
    }
  }

  /// How many were new.
  func write(to store: EventStore) throws -> Int {
    try store.append(events: events) + store.append(statements: statements) + store.append(items: items)
      + store.append(links: links)
  }
}

/// What became of the rows.
private struct CoreImportTally {
  var (records, added, known) = (0, 0, 0)
  private var rejected: [String: Int] = [:]

  mutating func reject(_ reason: String) { rejected[reason, default: 0] += 1 }

  func table(_ kind: CoreImportKind, _ source: String, rejects: String, ignored: [String]) -> CoreTable {
    var table = CoreTable("\(kind.rawValue) of \(source)", ["what", "count"])
    table.rows = [
      [.text("records"), .count(records)], [.text("added"), .count(added)], [.text("there already"), .count(known)],
    ]
    for (reason, count) in rejected.sorted(by: { $0.key < $1.key }) {
      table.rows.append([.text("rejected: \(reason)"), .count(count)])
    }
    if kind == .profiles { table.notes.append("  added and there already are counted by attribute") }
    if !ignored.isEmpty { table.notes.append("  columns that were not read: " + ignored.joined(separator: ", ")) }
    if !rejected.isEmpty { table.notes.append("  rejected records, with the reasons: \(rejects)") }
    table.isIncomplete = !rejected.isEmpty || records == 0
    return table
  }
}
