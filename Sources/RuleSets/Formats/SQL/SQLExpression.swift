internal import GovernanceModel
internal import Predicates

/// A condition or value of SQL, as far as it is looked at.
indirect enum SQLExpression: Sendable {
  /// A column with the names before it, and where it stands.
  case column([String], Range<Int>)
  /// A member of a column in JSON: `attribs->>'city'`. Unlike `->`, `->>` gives a text.
  case member(SQLExpression, String, isText: Bool)
  case literal(Value)
  case null
  case comparison(Predicate.Comparison, SQLExpression, SQLExpression)
  case all([SQLExpression])
  case any([SQLExpression])
  case not(SQLExpression)
  case isNull(SQLExpression)
  case isIn(SQLExpression, [SQLExpression])
  case between(SQLExpression, SQLExpression, SQLExpression)
  /// The present moment less a period of days and time.
  case past(CalendarPeriod)
  case star([String], Range<Int>)
  /// What a condition cannot say, with its parts.
  case opaque(String, [SQLExpression])

  /// Every column below, in the order of the text.
  var columns: [SQLExpression] {
    switch self {
    case .column, .star: [self]
    case .member(let base, _, _): base.columns.isEmpty ? [] : [self]
    case .literal, .null, .past: []
    case .comparison(_, let left, let right): left.columns + right.columns
    case .all(let parts), .any(let parts), .opaque(_, let parts): parts.flatMap(\.columns)
    case .not(let part), .isNull(let part): part.columns
    case .isIn(let value, let list): value.columns + list.flatMap(\.columns)
    case .between(let value, let lower, let upper): value.columns + lower.columns + upper.columns
    }
  }
}

/// One SELECT with what it stands on.
struct SQLSelect: Sendable {
  struct Source: Sendable {
    /// The name by which columns refer to it.
    var alias: String
    /// The table's own name; nil for a query in its place.
    var table: String?
    var query: SQLQuery?
    var range: Range<Int>
    /// An inner join keeps only those who have a match.
    var restricts: Bool
    var condition: SQLExpression?
  }
  struct Item: Sendable {
    var alias: String?
    var value: SQLExpression
  }
  var items: [Item] = []
  var sources: [Source] = []
  var condition: SQLExpression?
  /// GROUP BY, ORDER BY and the like: read, but no condition.
  var others: [SQLExpression] = []
  /// HAVING, LIMIT, QUALIFY: conditions that are more than about one person.
  var limits: [(String, Range<Int>)] = []
  var range: Range<Int>
}

/// SELECTs joined by UNION and its like.
struct SQLQuery: Sendable {
  var selects: [SQLSelect]
  /// UNION adds; INTERSECT and EXCEPT take away.
  var isUnion: Bool
  var named: [(name: String, query: SQLQuery)]
}
