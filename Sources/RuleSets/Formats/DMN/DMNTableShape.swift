/// The shape of a decision table for the search for gaps and overlaps.
enum DMNTableShape {
  static func shape(of table: DMNTable) -> TableShape {
    let policy: TableShape.Policy =
      switch table.hitPolicy {
      case .unique: .unique
      case .any: .any
      case .first: .first
      default: .several
      }
    let isSingle = policy != .several || table.hitPolicy == .priority
    return TableShape(
      policy: policy, mustAnswer: isSingle && !table.outputs.contains { $0.fallback != nil },
      columns: table.inputs.map { $0.expression.text.trimmed },
      allowed: table.inputs.map { $0.values.isEmpty ? nil : .tests(.subject, $0.values) },
      rows: table.rows.map { row in
        table.inputs.indices.map { row.inputs.indices.contains($0) ? row.inputs[$0].formula : nil }
      },
      answers: table.rows.map { $0.outputs.map { $0.text.trimmed }.joined(separator: ";") })
  }
}
