internal import GovernanceModel
internal import SourceDocuments

/// Tells columns from constants inside a collection's `proviso:` block.
struct ColumnNames {
  let collection: String
  /// The fields that the collection lists; manifests may list some columns only, or none.
  let fields: [String]
  /// The category of each field whose values name a person.
  var identifying: [String: DataCategory] = [:]

  func lists(_ name: String?) -> Bool { name.map(fields.contains) ?? false }

  /// A column that is not listed is an error when it looks like a slip for one that is; else its author is warned, and the
  /// store decides.
  func check(_ name: String, at node: Node, _ problems: inout Problems) {
    guard !fields.isEmpty, !fields.contains(name) else { return }
    let message = "`\(collection)` lists no field `\(name)`"
    if let near = nearestName(to: name, among: fields) {
      problems.error(message, at: node, help: "did you mean `\(near)`? else add `\(name)` to its fields")
    } else {
      problems.warning(message, at: node, help: "add it to the fields, with its data categories")
    }
  }

  func column(_ key: String, in block: inout MappingReader, _ problems: inout Problems) -> String? {
    guard let node = block.optional(key), let name = node.readText(key, &problems) else { return nil }
    check(name, at: node, &problems)
    checkIsTold(name, as: key, at: node, &problems)
    return name
  }

  /// `at: column` or `at: {column:, unit:, precision:}`.
  func instant(_ key: String, in block: inout MappingReader, _ problems: inout Problems) -> InstantColumn? {
    block.optional(key).flatMap { instant($0, key, &problems) }
  }

  func requiredInstant(_ key: String, in block: inout MappingReader, _ problems: inout Problems) -> InstantColumn? {
    block.required(key, &problems).flatMap { instant($0, key, &problems) }
  }

  private func instant(_ node: Node, _ key: String, _ problems: inout Problems) -> InstantColumn? {
    guard node.entries != nil else {
      guard let name = node.readText(key, &problems) else { return nil }
      check(name, at: node, &problems)
      return InstantColumn(column: name)
    }
    guard var keys = MappingReader(node, "`\(key)`", &problems) else { return nil }
    _ = keys.required("column", &problems)
    let name = column("column", in: &keys, &problems)
    let unit: InstantColumn.Unit? = keys.choice("unit", &problems)
    let precision: InstantColumn.Precision? = keys.choice("precision", &problems)
    keys.finish(&problems)
    return name.map { InstantColumn(column: $0, unit: unit, precision: precision) }
  }
}

// MARK: - Columns or constants

extension ColumnNames {
  /// What a plain word is that the collection does not list as a field.
  enum PlainWord {
    /// A constant when the set has it, else a column.
    case column(constants: Set<String>)
    /// A constant when fields are listed, when the word is dotted or in the set; else the store decides.
    case open(constants: Set<String>)
  }

  /// What the words of a column must be after translation; empty for free text.
  typealias Words = [String]

  func word(
    _ key: String, _ plain: PlainWord, among words: Words = [], in block: inout MappingReader,
    _ problems: inout Problems
  ) -> ColumnOrConstant? {
    block.optional(key).flatMap { word($0, key, plain, among: words, &problems) }
  }

  func requiredWord(
    _ key: String, _ plain: PlainWord, among words: Words = [], in block: inout MappingReader,
    _ problems: inout Problems
  ) -> ColumnOrConstant? {
    block.required(key, &problems).flatMap { word($0, key, plain, among: words, &problems) }
  }

  private func word(
    _ node: Node, _ key: String, _ plain: PlainWord, among words: Words, _ problems: inout Problems
  ) -> ColumnOrConstant? {
    guard node.entries != nil else {
      guard let text = node.readText(key, &problems) else { return nil }
      let word = plainWord(text, at: node, plain, &problems)
      checkIsTold(word.column, as: key, at: node, &problems)
      return word
    }
    guard var keys = MappingReader(node, "`\(key)`", &problems) else { return nil }
    let columnNode = keys.optional("column")
    let name = columnNode?.readText("column", &problems)
    if let columnNode, let name {
      check(name, at: columnNode, &problems)
      checkIsTold(name, as: key, at: columnNode, &problems)
    }
    let constantNode = keys.optional("constant")
    let constant = constantNode?.readText("constant", &problems)
    if let constantNode, let constant { checkWord(constant, key, at: constantNode, among: words, &problems) }
    var values: [String: String] = [:]
    if let valuesNode = keys.optional("values") {
      for entry in MappingReader(valuesNode, "`values`", &problems) == nil ? [] : valuesNode.entries ?? [] {
        guard let target = entry.value.readText("values", &problems) else { continue }
        checkWord(target, key, at: entry.value, among: words, &problems)
        values[entry.key] = target
      }
    }
    keys.finish(&problems)
    guard (name == nil) != (constant == nil) else {
      problems.error("`\(key)` is either a `column` or a `constant`", at: node)
      return nil
    }
    return ColumnOrConstant(column: name, constant: constant, values: values)
  }

  private func plainWord(
    _ text: String, at node: Node, _ plain: PlainWord, _ problems: inout Problems
  ) -> ColumnOrConstant {
    if fields.contains(text) { return ColumnOrConstant(column: text) }
    switch plain {
    case .column(let constants):
      if constants.contains(text) { return ColumnOrConstant(constant: text) }
      check(text, at: node, &problems)
      return ColumnOrConstant(column: text)
    case .open(let constants):
      let isConstant = !fields.isEmpty || text.contains(".") || text == "*" || constants.contains(text)
      return ColumnOrConstant(column: isConstant ? nil : text, constant: text)
    }
  }

  private func checkWord(_ word: String, _ key: String, at node: Node, among words: Words, _ problems: inout Problems) {
    guard !words.isEmpty, !words.contains(word) else { return }
    problems.error("`\(word)` is no \(key)", at: node, help: Problems.suggestion(for: word, among: words))
  }
}
