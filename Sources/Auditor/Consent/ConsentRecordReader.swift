internal import ConsentHistory
internal import ConsentSignals
internal import GovernanceModel
internal import PolicyEngine
internal import SourceDocuments

/// Understands one record of a file: a row through the mapping, a document by its own format.
struct ConsentRecordReader {
  let mapping: ConsentMapping
  let signals: SignalEvents
  private let uses: Set<String>
  /// Data uses by the last part of the DPV term that is close to them.
  private let usesByTerm: [String: DataUse]

  init(mapping: ConsentMapping, signals: SignalEvents, vocabulary: Vocabulary) {
    (self.mapping, self.signals) = (mapping, signals)
    uses = Set(vocabulary.uses.keys)
    let terms = vocabulary.uses.values.sorted { $0.key < $1.key }.compactMap { term in
      term.dpv.map { ($0.split(separator: ":").last.map(String.init) ?? $0, DataUse(term.key)) }
    }
    usesByTerm = Dictionary(terms, uniquingKeysWith: { first, _ in first })
  }

  /// Errors name fields, never values.
  func events(of record: ConsentFileRecord) throws(SignalError) -> [ConsentEvent] {
    switch record {
    case .row(let row): return try events(of: row)
    case .text(let text):
      let node: Node
      do {
        node = try Node.json(SourceFile(path: "record", bytes: Array(text.utf8)))
      } catch {
        throw SignalError(.malformed("no JSON: \(error.diagnostics.first?.message ?? "unreadable")"))
      }
      var events: [ConsentEvent] = []
      for document in node.elements ?? [node] { events += try self.events(of: document) }
      return events
    }
  }

  /// A consent record or receipt; any other object is a row.
  private func events(of document: Node) throws(SignalError) -> [ConsentEvent] {
    if ConsentDocument.recognises(document) { return try ConsentDocument(document, purposes: use).events }
    guard let entries = document.entries else { throw SignalError(.malformed("no object")) }
    return try events(
      of: Dictionary(
        entries.compactMap { entry in
          entry.value.scalarText.map { (entry.key, $0) }
        }, uniquingKeysWith: { $1 }))
  }

  private func events(of row: [String: String]) throws(SignalError) -> [ConsentEvent] {
    try mapping.events(of: { row[$0] }, signals: signals, purposes: use)
  }

  /// A data use by its key, or by the DPV term that is close to it.
  func use(_ word: String) -> DataUse? {
    uses.contains(word) || word == DataUse.every.key ? DataUse(word) : usesByTerm[word]
  }
}
