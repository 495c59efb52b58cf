import DataStores
import GovernanceModel
import Predicates

/// The attribute values that the uses of a log carry: those of its own fields, and those of an object in its column of
/// attributes. For scope, eligibility and age they come before the current profile (semantics section 4).
struct LoggedValues {
  private let truths: SubjectTruths
  private let paths: Set<String>
  private let own: [(path: String, slot: Int)]
  private let zone: ZoneRules
  /// The column of attributes, which holds objects or lists of paths; only objects have values.
  private let attributes: Int?
  private var typed: [TypedCodes] = []
  private var objects = ValueCodes()
  private var pairs: [PairCodes] = []
  /// By code.
  private var sets: [[AttributePath: Value]?] = []
  /// By row.
  private var codes: [Int32] = []
  /// More different values than this are not kept.
  private static let limit = 1 << 14

  /// Nil where the log can carry none of the attributes that judge a use.
  init?(_ log: UseLog, _ source: AuditPlan.Source, _ rules: UseRules, columns: inout [String]) {
    (truths, paths, zone) = (rules.truths, rules.loggedPaths, source.dataset.zone)
    var slots = columns
    own = source.loggedPaths(among: paths).map { path, column in
      (path, WordColumn.position(of: column, in: &slots))
    }
    attributes = paths.isEmpty ? nil : log.attributes.map { WordColumn.position(of: $0, in: &slots) }
    if own.isEmpty, attributes == nil { return nil }
    columns = slots
    forget()
  }

  private mutating func forget() {
    typed = Array(repeating: TypedCodes(), count: own.count)
    pairs = Array(repeating: PairCodes(), count: own.count + 1)
    (objects, sets) = (ValueCodes(), [])
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    if objects.count > Self.limit || sets.count > Self.limit { forget() }
    codes.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      var code: Int32 = 0
      for index in own.indices {
        code = pairs[index].code(code, typed[index].code(batch.columns[positions[own[index].slot]], row))
      }
      if let attributes {
        code = pairs[own.count].code(code, objectCode(batch.columns[positions[attributes]], row))
      }
      codes.append(code)
    }
  }

  private mutating func objectCode(_ column: borrowing ColumnBatch.Column, _ row: Int) -> Int32 {
    guard column.tag(row) == .text else { return ValueCodes.null }
    let text = column.bytes.span.extracting(column.range(row))
    return LoggedObject.isMeant(by: text) ? objects.code(of: text) : ValueCodes.null
  }

  /// What is logged with the use of a row; empty for nothing that judges it.
  mutating func values(_ row: Int) -> [AttributePath: Value] {
    let code = codes[row]
    while sets.count <= Int(code) { sets.append(nil) }
    if let known = sets[Int(code)] { return known }
    let made = make(code)
    sets[Int(code)] = made
    return made
  }

  private func make(_ code: Int32) -> [AttributePath: Value] {
    var found: [AttributePath: Value] = [:]
    var rest = code
    if attributes != nil {
      let (before, object) = pairs[own.count].pairs[Int(rest)]
      rest = before
      let logged = object == ValueCodes.null ? nil : LoggedObject(objects.text(object).utf8Span.span)
      for (path, value) in logged?.values ?? [:] where paths.contains(path) {
        found[AttributePath(path)] = truths.meaning(of: value, at: path, zone: zone)
      }
    }
    for index in own.indices.reversed() {
      let (before, value) = pairs[index].pairs[Int(rest)]
      rest = before
      guard let value = typed[index].value(value) else { continue }
      found[AttributePath(own[index].path)] = truths.meaning(of: value, at: own[index].path, zone: zone)
    }
    return found
  }
}

extension AuditPlan.Source {
  /// Which of some paths the rows of a use log carry in fields of their own, in byte order, with their columns.
  func loggedPaths(among paths: Set<String>) -> [(path: String, column: String)] {
    var columns: [String: String] = [:]
    guard collection.uses != nil else { return [] }
    for field in collection.fields where self.columns.contains(field.name) {
      for name in [field.attribute, field.name, "\(collection.name).\(field.name)"].compactMap({ $0 })
      where paths.contains(name) && columns[name] == nil {
        columns[name] = field.name
      }
    }
    return columns.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }.map { ($0.key, $0.value) }
  }
}
