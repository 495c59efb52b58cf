import ConsentHistory
import DataStores
import GovernanceModel

/// A column of instants as SQL: what ``MomentColumn`` reads, in microseconds.
struct InstantSQL {
  /// NULL where the value is absent or cannot be read.
  let start: String
  /// Equal to the start where the value is exact.
  let end: String
  let isAbsent: String
  /// Every value of the column is exact.
  let isExact: Bool
  /// Some value cannot be read.
  let hasUnreadable: Bool

  var isUnreadable: String { hasUnreadable ? "(\(start) IS NULL AND NOT \(isAbsent))" : "(1 = 0)" }
}

extension PushdownSession {
  /// - Throws: for values that SQL might read otherwise: offsets in texts, reals, numbers in texts, local times.
  func instant(
    _ form: InstantColumn, in table: String, zone: ZoneRules, alias: String? = nil
  ) throws(NotPushable) -> InstantSQL {
    let column = (alias.map { $0 + "." } ?? "") + dialect.quoted(form.column)
    let raw = try rawInstant(form, column, in: table, zone)
    switch form.precision {
    case nil, .exact: return form.precision == nil ? raw : raw.exact
    case .second: return raw.isExact ? raw.widened(to: Instant.microsecondsPerSecond) : raw
    case .day:
      guard zone.isUTC else { throw NotPushable("column `\(form.column)` names local days") }
      return raw.widened(to: Instant.microsecondsPerDay)
    case .month: throw NotPushable("column `\(form.column)` names months")
    }
  }

  private func rawInstant(
    _ form: InstantColumn, _ column: String, in table: String, _ zone: ZoneRules
  ) throws(NotPushable) -> InstantSQL {
    let name = form.column
    switch try type(of: name, in: table) {
    case .any: return try looseInstant(form, column, in: table, zone)
    case .integer:
      guard let range = form.plainIntegers, let scale = form.scale else {
        throw NotPushable("column `\(name)` holds numbers where the map says texts")
      }
      let within = "\(column) BETWEEN \(range.lowerBound) AND \(range.upperBound)"
      let start = scale == 1 ? dialect.bigint(column) : "(\(dialect.bigint(column)) * \(scale))"
      return InstantSQL(
        start: "(CASE WHEN \(within) THEN \(start) END)", end: "(CASE WHEN \(within) THEN \(start) END)",
        isAbsent: "(\(column) IS NULL)", isExact: true, hasUnreadable: true)
    case .date:
      guard form.readsTexts, zone.isUTC else { throw NotPushable("column `\(name)` names local days") }
      let start = dialect.microseconds(ofDate: column)
      return InstantSQL(
        start: start, end: "(\(start) + \(Instant.microsecondsPerDay))", isAbsent: "(\(column) IS NULL)",
        isExact: false, hasUnreadable: false)
    case .timestamp(let hasZone):
      guard form.readsTexts, hasZone || zone.isUTC else {
        throw NotPushable("column `\(name)` holds local times")
      }
      let start = dialect.microseconds(ofTimestamp: column)
      return InstantSQL(
        start: start, end: start, isAbsent: "(\(column) IS NULL)", isExact: true, hasUnreadable: false)
    default: throw NotPushable("column `\(name)` holds instants in a form that its SQL does not read")
    }
  }

  /// SQLite: by what the column really holds.
  private func looseInstant(
    _ form: InstantColumn, _ column: String, in table: String, _ zone: ZoneRules
  ) throws(NotPushable) -> InstantSQL {
    let shape = try shape(of: form.column, in: table, as: form)
    guard shape.reals == 0, shape.blobs == 0, shape.texts == 0 || (form.readsTexts && shape.unsure == 0) else {
      throw NotPushable("column `\(form.column)` holds instants in a form that its SQL does not read")
    }
    if shape.days + shape.times > 0, !zone.isUTC { throw NotPushable("column `\(form.column)` holds local times") }
    let scale = form.scale
    let unreadable = shape.wildIntegers + shape.words + (scale == nil ? shape.integers : 0) > 0
    var (start, end): (String, String)
    if shape.texts == 0, !unreadable {
      start = scale.map { $0 == 1 ? column : "(\(column) * \($0))" } ?? "NULL"
      end = start
    } else {
      var cases = ""
      if let scale, let range = form.plainIntegers {
        cases =
          "WHEN typeof(\(column)) = 'integer' THEN CASE WHEN \(column) BETWEEN \(range.lowerBound) AND "
          + "\(range.upperBound) THEN \(column) * \(scale) END "
      }
      let isText = "typeof(\(column)) = 'text' AND \(column) GLOB '\(SQLiteInstants.year)*'"
      let read = SQLiteInstants.microseconds(column)
      start = "(CASE \(cases)WHEN \(isText) THEN \(read) END)"
      let late = "\(read) + CASE WHEN length(\(column)) = 10 THEN \(Instant.microsecondsPerDay) ELSE 0 END"
      end = shape.days == 0 ? start : "(CASE \(cases)WHEN \(isText) THEN \(late) END)"
    }
    return InstantSQL(
      start: start, end: end, isAbsent: shape.texts == 0 ? "(\(column) IS NULL)" : "(coalesce(\(column), '') = '')",
      isExact: shape.days == 0, hasUnreadable: unreadable)
  }
}

extension InstantSQL {
  /// Intervals are taken for their beginning.
  fileprivate var exact: InstantSQL {
    InstantSQL(start: start, end: start, isAbsent: isAbsent, isExact: true, hasUnreadable: hasUnreadable)
  }

  /// The interval of a width that holds the instant.
  fileprivate func widened(to width: Int64) -> InstantSQL {
    let first = "(\(start) - ((\(start) % \(width)) + \(width)) % \(width))"
    return InstantSQL(
      start: first, end: "(\(first) + \(width))", isAbsent: isAbsent, isExact: false, hasUnreadable: hasUnreadable)
  }
}

extension ZoneRules {
  /// Local time is UTC.
  var isUTC: Bool { self == .utc }
}
