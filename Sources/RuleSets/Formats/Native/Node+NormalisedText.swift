internal import SourceDocuments

extension Node {
  /// One text for all spellings of a value: keys in byte order, no layout, scalars as they are typed. For digests and for
  /// telling equal actions; nobody reads it.
  var normalisedText: String {
    var text = ""
    write(to: &text)
    return text
  }

  private func write(to text: inout String) {
    switch content {
    case .null: text += "~"
    case .boolean(let value): text += value ? "!t" : "!f"
    case .integer(let value): text += "\(value)"
    case .decimal(let value): text += "\(value)"
    case .text(let value): text += "\"\(value.utf8.count):\(value)"
    case .sequence(let elements):
      text += "["
      for element in elements {
        element.write(to: &text)
        text += ","
      }
      text += "]"
    case .mapping(let entries):
      text += "{"
      for entry in entries.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
        text += "\(entry.key.utf8.count):\(entry.key)="
        entry.value.write(to: &text)
        text += ","
      }
      text += "}"
    }
  }
}
