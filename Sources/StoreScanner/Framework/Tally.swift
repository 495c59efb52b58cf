package import GovernanceModel

/// Counts for one (asset, locus, verdict): how many rows, how many different subjects, first and last instant, and the
/// first subject keys in byte order. Open to merging over passes, since a subject belongs to one pass only.
package struct Tally: Sendable {
  package private(set) var rows = 0
  package private(set) var first = Instant.distantFuture
  package private(set) var last = Instant.distantPast
  private var subjects = SubjectSet()

  package init() {}

  /// Counts a row; a subject of no pass, such as `SubjectTable.none`, is a row of nobody.
  package mutating func add(subject: UInt32, at instant: Instant? = nil) {
    rows += 1
    if let instant {
      first = min(first, instant)
      last = max(last, instant)
    }
    if subject < SubjectTable.elsewhere { subjects.insert(subject) }
  }

  /// A record that is wrong over an interval.
  package mutating func add(subject: UInt32, from start: Instant, to end: Instant) {
    add(subject: subject, at: start)
    last = max(last, end)
  }

  /// Adds the rows and subjects of another tally of the same pass.
  package mutating func formUnion(_ other: Tally) {
    rows += other.rows
    first = min(first, other.first)
    last = max(last, other.last)
    other.subjects.visit { subjects.insert($0) }
  }

  /// To be called when all rows are counted: what is asked then costs less.
  mutating func finish() { subjects.finish() }

  /// Different subjects, ascending.
  package func subjectIndices() -> [UInt32] { subjects.members }

  /// Counts of a use log (`uses`) or of other records.
  package func counts(ofUses: Bool) -> Counts {
    let people = subjects.count
    return Counts(
      uses: ofUses ? rows : nil, records: ofUses ? nil : rows, subjects: people == 0 ? nil : people,
      first: first == .distantFuture ? nil : first, last: last == .distantPast ? nil : last)
  }

  /// The first `size` subject keys in UTF-8 byte order.
  package func sample(_ size: Int, of table: SubjectTable) -> [Redacted<String>] {
    guard size > 0 else { return [] }
    var first: [(order: UInt64, subject: UInt32)] = []
    var limit = UInt64.max
    subjects.visit { subject in
      let order = table.order(of: subject)
      guard order <= limit else { return }
      if first.count == size {
        guard let last = first.last, order < last.order || table.precedes(subject, last.subject) else { return }
        first.removeLast()
      }
      let place = first.firstIndex { order < $0.order || (order == $0.order && table.precedes(subject, $0.subject)) }
      first.insert((order, subject), at: place ?? first.count)
      if first.count == size { limit = first[size - 1].order }
    }
    return first.map { table.key(of: $0.subject) }
  }
}
