internal import GovernanceModel
internal import Measurement
internal import SourceDocuments

/// Figures of one table, as they are shown.
struct MeasurementSheet {
  /// One figure, with what is known of its error and of what it is made.
  struct Entry {
    var key: String
    var label: String
    var value: Double?
    var unit = Unit.plain
    var interval: Interval?
    var share: Proportion?
    /// Why there is no value, or what to bear in mind.
    var note: String?
    /// Words in place of a figure.
    var words: String?
  }

  enum Unit { case plain, percent, percentPoints, points, days, probability, count }

  /// The name of the kind of records, or `rules`.
  var kind: String
  var subject: String
  var records = 0
  var rejected: [Rejection.Reason: Int] = [:]
  /// Records with a field that cannot be read.
  var unreadable = 0
  var entries: [Entry] = []
  /// Rows of a table below the figures, for JSON; `tableText` shows it.
  var table: (key: String, rows: [JSONValue])?
  var tableText: [String] = []

  init(_ kind: MeasurementKind, _ subject: String) { self.init(kind: kind.rawValue, subject) }

  init(kind: String, _ subject: String) { (self.kind, self.subject) = (kind, subject) }

  var leftOut: Int { unreadable + rejected.values.reduce(0, +) }

  mutating func reject(_ rejections: [Rejection]) {
    for rejection in rejections { rejected[rejection.reason, default: 0] += 1 }
  }

  mutating func add(
    _ key: String, _ label: String, _ value: Double?, _ unit: Unit = .plain, interval: Interval? = nil,
    note: String? = nil
  ) {
    entries.append(Entry(key: key, label: label, value: value, unit: unit, interval: interval, note: note))
  }

  /// Words in place of a figure.
  mutating func say(_ key: String, _ label: String, _ words: String) {
    entries.append(Entry(key: key, label: label, words: words))
  }

  /// A rate with its counts and Wilson's interval.
  mutating func add(_ key: String, _ label: String, _ share: Proportion?, note: String? = nil) {
    entries.append(
      Entry(
        key: key, label: label, value: share?.rate, unit: .percent, interval: share?.interval(), share: share,
        note: note))
  }
}
