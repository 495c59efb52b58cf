internal import ConsentSignals
internal import Digests
internal import GovernanceModel
internal import PersonalizationCore
internal import Predicates

/// Why a row says nothing that can be relied on; names fields, never values.
struct RowFault: Error {
  let reason: String
}

/// Understands one row of a file as what goes into the core's store.
struct CoreRowReader {
  let mapping: CoreImportMapping
  /// What lies after it was told by a clock that is wrong.
  let now: Instant

  /// - Parameter row: the value of a column.
  func event(_ row: (String) -> String?) throws(RowFault) -> (subject: String, event: PersonEvent) {
    let (subject, type) = (try needed("subject", row), try needed("type", row))
    let at = try instant("at", row)
    var event = PersonEvent(
      type, at: at, id: text("id", row), item: text("item", row), order: text("order", row),
      amount: try number("amount", row), value: try number("value", row), topic: text("topic", row),
      channel: text("channel", row), source: text("source", row) ?? "import")
    if let scale = Self.scales[type], !(event.value.map(scale.contains) ?? false) {
      throw RowFault(reason: "`value` is not on the scale of `\(type)`")
    }
    if event.id == nil { event.id = Self.identity(subject, event) }
    return (subject, event)
  }

  private static let scales = ["csat": 1.0...5, "nps": 0.0...10]

  /// What names an event that has no name of its own: all that it says, so that its repetition is one.
  private static func identity(_ subject: String, _ event: PersonEvent) -> String {
    let parts: [String?] = [
      subject, event.type, event.at.description, event.item, event.order, event.amount.map { "\($0)" },
      event.value.map { "\($0)" }, event.topic, event.channel,
    ]
    let text = parts.map { part in part.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined()
    return "sha256:" + SHA256Digest.hexadecimal(of: Array(text.utf8)).prefix(32)
  }

  /// Attributes without a value in the row are left out; without `updatedAt` they are of now.
  func statements(_ fields: [String: String]) throws(RowFault) -> [(subject: String, statement: Statement)] {
    let row = { (column: String) in fields[column] }
    let subject = try needed("subject", row)
    let updated = text("updatedAt", row) == nil ? now : try instant("updatedAt", row)
    let source = text("source", row) ?? "import"
    let found = mapping.attributes(of: fields).map { name, text in
      let value = Value(stored: text) ?? .text(text)
      let attribute = ProfileAttribute(value, categories: [], source: source, updatedAt: updated)
      return (subject: subject, statement: Statement(AttributePath(name), attribute))
    }
    if found.isEmpty { throw RowFault(reason: "no attribute has a value") }
    return found
  }

  func item(_ row: (String) -> String?) throws(RowFault) -> (id: String, item: Catalogue.Item) {
    var item = Catalogue.Item(title: text("title", row), category: text("category", row))
    switch text("membersOnly", row)?.lowercased() {
    case nil, "0", "false", "no": break
    case "1", "true", "yes": item.isForMembers = true
    default: throw RowFault(reason: "`membersOnly` is neither yes nor no")
    }
    return (try needed("item", row), item)
  }

  func link(_ row: (String) -> String?) throws(RowFault) -> (subject: String, alias: String, at: Instant) {
    let (subject, alias) = (try needed("subject", row), try needed("alias", row))
    if subject == alias { throw RowFault(reason: "`alias` is the subject itself") }
    return (subject, alias, try instant("at", row))
  }

  private func text(_ field: String, _ row: (String) -> String?) -> String? {
    mapping.sources[field]?.text(row).flatMap { $0.isEmpty ? nil : $0 }
  }

  private func needed(_ field: String, _ row: (String) -> String?) throws(RowFault) -> String {
    guard let text = text(field, row) else { throw RowFault(reason: "no `\(field)`") }
    return text
  }

  private func instant(_ field: String, _ row: (String) -> String?) throws(RowFault) -> Instant {
    let text = try needed(field, row)
    guard let moment = Moment(exported: text, zone: mapping.zone) else {
      throw RowFault(reason: "`\(field)` is no instant")
    }
    guard moment.start <= now else { throw RowFault(reason: "`\(field)` lies in the future: a clock was wrong") }
    return moment.start
  }

  private func number(_ field: String, _ row: (String) -> String?) throws(RowFault) -> Double? {
    guard let text = text(field, row) else { return nil }
    guard let number = Double(text), number.isFinite else { throw RowFault(reason: "`\(field)` is no number") }
    return number
  }
}
