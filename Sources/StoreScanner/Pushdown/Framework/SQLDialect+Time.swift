import DataStores
import GovernanceModel

extension SQLDialect {
  func bigint(_ expression: String) -> String { "CAST(\(expression) AS BIGINT)" }

  func text(_ expression: String) -> String {
    switch self {
    case .sqlite, .postgresql: "CAST(\(expression) AS TEXT)"
    case .duckdb: "CAST(\(expression) AS VARCHAR)"
    case .spark: "CAST(\(expression) AS STRING)"
    }
  }

  /// Orders texts by their UTF-8 bytes.
  func byteOrdered(_ text: String) -> String {
    switch self {
    case .postgresql: "\(text) COLLATE \"C\""
    case .sqlite: "\(text) COLLATE BINARY"
    case .duckdb, .spark: text
    }
  }

  /// Two values are the same, NULL being one.
  func same(_ left: String, _ right: String) -> String {
    switch self {
    case .sqlite: "\(left) IS \(right)"
    case .duckdb, .postgresql: "\(left) IS NOT DISTINCT FROM \(right)"
    case .spark: "\(left) <=> \(right)"
    }
  }

  func microseconds(ofTimestamp column: String) -> String {
    switch self {
    case .sqlite: SQLiteInstants.microseconds(column)
    case .duckdb: "epoch_us(\(column))"
    case .postgresql: "CAST(round(extract(epoch FROM \(column)) * 1000000) AS BIGINT)"
    case .spark: "unix_micros(CAST(\(column) AS TIMESTAMP))"
    }
  }

  func microseconds(ofDate column: String) -> String {
    switch self {
    case .sqlite: SQLiteInstants.microseconds(column)
    case .duckdb: "epoch_us(CAST(\(column) AS TIMESTAMP))"
    case .postgresql: "(CAST(\(column) - DATE '1970-01-01' AS BIGINT) * 86400000000)"
    case .spark: "(CAST(unix_date(\(column)) AS BIGINT) * 86400000000)"
    }
  }

  /// An instant plus a period: months held to the month's last day, then days, then time (semantics section 2).
  ///
  /// - Throws: for business days and for zones with changing offsets.
  func adding(_ period: CalendarPeriod, to instant: String, zone: ZoneRules = .utc) throws(NotPushable) -> String {
    guard period.businessDays == 0 else { throw NotPushable("business days are counted by no engine") }
    guard zone.isUTC else { throw NotPushable("periods are added in a local zone") }
    let rest = Int64(period.days) * Instant.microsecondsPerDay + period.microseconds
    guard period.months != 0 else { return rest == 0 ? instant : "(\(instant) + \(rest))" }
    return "(\(adding(months: period.months, to: instant)) + \(rest))"
  }

  private func adding(months: Int, to instant: String) -> String {
    let day = Instant.microsecondsPerDay
    switch self {
    case .sqlite:
      let time = "(((\(instant)) % \(day) + \(day)) % \(day))"
      let midnight = "((\(instant)) - \(time)) / 1000000, 'unixepoch'"
      let first = "CAST(strftime('%s', \(midnight), 'start of month', '+\(months) months') AS INTEGER)"
      let last =
        "CAST(strftime('%d', \(midnight), 'start of month', '+\(months + 1) months', '-1 day') AS INTEGER)"
      let own = "CAST(strftime('%d', \(midnight)) AS INTEGER)"
      return "(\(first) * 1000000 + (min(\(own), \(last)) - 1) * \(day) + \(time))"
    case .duckdb: return "epoch_us(make_timestamp(\(instant)) + INTERVAL \(months) MONTH)"
    case .postgresql:
      let moved =
        "(TIMESTAMP '1970-01-01' + (\(instant)) * INTERVAL '1 microsecond' + INTERVAL '\(months) months')"
      return microseconds(ofTimestamp: moved)
    case .spark:
      // Its `/` is a real number, which is off by a day far from 1970.
      let time = "pmod(\(instant), \(day))"
      let date = "date_from_unix_date(CAST(((\(instant)) - \(time)) div \(day) AS INT))"
      return "(CAST(unix_date(add_months(\(date), \(months))) AS BIGINT) * \(day) + \(time))"
    }
  }
}
