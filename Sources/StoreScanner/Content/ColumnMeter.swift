import DataStores
import GovernanceModel

/// Measures how fine the values of one column are held (semantics section 6).
///
/// All controls about a column share one; the first of them feeds it.
struct ColumnMeter {
  /// Nil: the family's values cannot be measured, they are only counted.
  private let classifier: LevelClassifier?
  private let levels: [Granularity]
  /// By form and level, as bits: the levels of what values say.
  private var contents = [UInt32](repeating: 0, count: ValueLevel.forms)
  /// By form × 16 + the level as which values are written.
  private var tallies = [Tally](repeating: Tally(), count: ValueLevel.forms * 16)
  /// Values that are not null and of no known form.
  private(set) var unmeasured = Tally()

  init(_ family: Granularity.Family, form: TimeForm) {
    classifier = LevelClassifier(family, unit: form)
    levels = family.levels.compactMap { Granularity(family: family, level: $0) }
  }

  mutating func consume(_ batch: borrowing ColumnBatch, position: Int, subjects: borrowing Span<UInt32>) {
    let column = batch.columns[position]
    let (tags, payloads, bytes) = (column.tags.span, column.payloads.span, column.bytes.span)
    for row in 0..<batch.rowCount where subjects[row] != SubjectTable.elsewhere {
      let level: ValueLevel?
      switch ColumnBatch.Tag(rawValue: tags[row]) {
      case .integer: level = classifier?.level(integer: payloads[row])
      case .real: level = classifier?.level(real: Double(bitPattern: UInt64(bitPattern: payloads[row])))
      case .text, .blob:
        let range = ColumnBatch.Column.range(payloads[row])
        if range.isEmpty { continue }
        level = classifier?.level(text: bytes.extracting(range))
      case .null, nil: continue
      }
      count(level, of: subjects[row])
    }
  }

  private mutating func count(_ level: ValueLevel?, of subject: UInt32) {
    guard let level else {
      unmeasured.add(subject: subject)
      return
    }
    contents[Int(level.form)] |= 1 << UInt32(level.content)
    tallies[Int(level.form) * 16 + Int(level.written)].add(subject: subject)
  }

  /// The levels of what the values say, of every form.
  private var found: [Granularity] {
    let bits = contents.reduce(0, |)
    return levels.indices.filter { bits & (1 << UInt32($0)) != 0 }.map { levels[$0] }
  }

  /// The finest level that was met; nil when no value could be measured.
  var measured: Granularity? { found.reduce(nil) { finest, level in finest?.finer(level) ?? level } }

  /// Values that are not null.
  var values: Tally {
    tallies.reduce(into: unmeasured) { $0.formUnion($1) }
  }

  /// Values that are held finer than allowed. A value that hides its fineness behind zeros is as fine as it is written,
  /// unless all values of its form are coarse.
  func values(where isTooFine: (Granularity) -> Bool) -> Tally {
    var total = Tally()
    for form in 0..<ValueLevel.forms {
      let isFine = levels.indices.contains { contents[form] & (1 << UInt32($0)) != 0 && isTooFine(levels[$0]) }
      guard isFine else { continue }
      for level in levels.indices where isTooFine(levels[level]) { total.formUnion(tallies[form * 16 + level]) }
    }
    return total
  }
}
