package import GovernanceModel

/// Counts for one (asset, locus, verdict): how many rows, how many different subjects, first and last instant, and the
/// first subject keys in byte order. Open to merging over passes, since a subject belongs to one pass only.
package struct Tally: Sendable {
  package private(set) var rows = 0
  package private(set) var first = Instant.distantFuture
  package private(set) var last = Instant.distantPast
  /// Different subjects, as indices; sorted and unique after ``settle()``.
  private var subjects: [UInt32] = []
  private var settled = 0

  package init() {}

  package mutating func add(subject: UInt32, at instant: Instant? = nil) {
    rows += 1
    if let instant {
      first = min(first, instant)
      last = max(last, instant)
    }
    guard subject != SubjectTable.none, subjects.last != subject else { return }
    subjects.append(subject)
    if subjects.count > 2 * settled + 256 { settle() }
  }

  /// A record that is wrong over an interval.
  package mutating func add(subject: UInt32, from start: Instant, to end: Instant) {
    add(subject: subject, at: start)
    last = max(last, end)
  }

  /// Sorts the subjects and drops repetitions, so that memory follows the number of different subjects.
  package mutating func settle() {
    subjects.sort()
    var unique: [UInt32] = []
    unique.reserveCapacity(subjects.count)
    for subject in subjects where unique.last != subject { unique.append(subject) }
    subjects = unique
    settled = unique.count
  }

  /// Adds the rows and subjects of another tally of the same pass.
  package mutating func formUnion(_ other: Tally) {
    rows += other.rows
    first = min(first, other.first)
    last = max(last, other.last)
    subjects += other.subjects
    settle()
  }

  /// Different subjects.
  package mutating func subjectIndices() -> [UInt32] {
    settle()
    return subjects
  }

  /// Counts of a use log (`uses`) or of other records.
  package mutating func counts(ofUses: Bool) -> Counts {
    settle()
    return Counts(
      uses: ofUses ? rows : nil, records: ofUses ? nil : rows, subjects: subjects.isEmpty ? nil : subjects.count,
      first: first == .distantFuture ? nil : first, last: last == .distantPast ? nil : last)
  }

  /// The first `size` subject keys in UTF-8 byte order.
  package mutating func sample(_ size: Int, of table: SubjectTable) -> [Redacted<String>] {
    settle()
    var first: [UInt32] = []
    for subject in subjects {
      if first.count == size {
        guard let last = first.last, table.precedes(subject, last) else { continue }
        first.removeLast()
      }
      let place = first.firstIndex { table.precedes(subject, $0) } ?? first.count
      first.insert(subject, at: place)
    }
    return first.map { table.key(of: $0) }
  }
}
