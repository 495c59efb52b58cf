import DataStores
import GovernanceModel

/// The equivalence classes of a profile table: rows that share their combination of quasi-identifiers.
///
/// A null is a value, but a row in which every quasi-identifier is null says nothing of its person and is in no class.
/// Two rows of one person count once. Holds 4 bytes a row and column, and what the different values take.
struct EquivalenceClasses {
  let columns: [String]
  private var interners: [ValueInterner]
  /// Of the batch, by column and row.
  private var ids: [[UInt32]]
  private var isMember: [Bool] = []
  /// By column, of each row that is in a class; empty once they are folded into `classes`.
  private var values: [[UInt32]]
  private var subjects: [UInt32] = []
  /// Of each row that is in a class.
  private var classes: [UInt32] = []
  /// Rows by class; a class may be empty.
  private var sizes: [UInt32] = []

  /// At the most, where no two rows are alike: values and subject of a row, the size of its class, its place among the
  /// members of all classes, and an entry for a pair of values; arrays count twice, since they grow by doubling.
  static func bytesPerRow(columns: Int) -> Int { 2 * 4 * (columns + 1) + 4 + 8 + (columns > 1 ? 48 : 0) }

  init(_ columns: [String]) {
    self.columns = columns
    interners = columns.map { _ in ValueInterner() }
    ids = columns.map { _ in [] }
    values = ids
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects keys: borrowing Span<UInt32>) {
    isMember = Array(repeating: false, count: batch.rowCount)
    for column in columns.indices {
      interners[column].intern(batch, position: positions[column], into: &ids[column])
      let own = ids[column]
      for row in 0..<batch.rowCount where own[row] != 0 && keys[row] != SubjectTable.elsewhere { isMember[row] = true }
    }
    for row in 0..<batch.rowCount where isMember[row] { subjects.append(keys[row]) }
    for column in columns.indices {
      let own = ids[column]
      for row in 0..<batch.rowCount where isMember[row] { values[column].append(own[row]) }
    }
  }

  /// Names the class of each row, column by column: a combination of values is a number of as many digits as there are
  /// columns. Where these numbers would be far more than there are rows, they are numbered anew; looking up each pair of
  /// values in a table as it was read took four times as long.
  private mutating func fold() {
    guard classes.isEmpty, var folded = values.first else { return }
    values[0] = []
    var space = UInt64(interners[0].count + 1)
    for column in columns.indices.dropFirst() {
      let width = UInt64(interners[column].count + 1)
      let digits = values[column]
      values[column] = []
      if space * width <= UInt64(max(1 << 16, 4 * folded.count)) {
        for row in folded.indices { folded[row] = folded[row] * UInt32(width) + digits[row] }
        space *= width
      } else {
        var pairs = PairInterner()
        for row in folded.indices { folded[row] = pairs.intern(folded[row], digits[row]) }
        space = UInt64(pairs.count)
      }
    }
    sizes = Array(repeating: 0, count: Int(space))
    for code in folded { sizes[Int(code)] += 1 }
    classes = folded
  }

  /// True when a subject has more than one row.
  private var hasRepetitions: Bool {
    var seen: [Bool] = []
    for subject in subjects where subject != SubjectTable.none {
      let index = Int(subject)
      if index >= seen.count { seen += repeatElement(false, count: index + 1 - seen.count) }
      if seen[index] { return true }
      seen[index] = true
    }
    return false
  }

  /// What is said of the classes with less than `k` people.
  struct Small {
    /// Rows and subjects in them.
    var tally = Tally()
    var classes = 0
    /// Classes of any size.
    var allClasses = 0
    /// People in the smallest of all classes.
    var smallest = 0
    /// People who are alone in their class.
    var alone = 0
    /// People in any class.
    var people = 0
  }

  /// Judges every class by its number of people; `isTooSmall` is asked once a size.
  mutating func small(where isTooSmall: (Int) -> Bool) -> Small {
    fold()
    let people = self.people()
    var small = Small()
    var verdicts: [Bool] = []
    small.smallest = Int(people.lazy.filter { $0 > 0 }.min() ?? 0)
    let limit = Int(people.max() ?? 0)
    for size in 0...limit { verdicts.append(size > 0 && isTooSmall(size)) }
    for size in people where size > 0 {
      small.people += Int(size)
      small.allClasses += 1
      if verdicts[Int(size)] { small.classes += 1 }
      if size == 1 { small.alone += 1 }
    }
    for row in classes.indices where verdicts[Int(people[Int(classes[row])])] {
      small.tally.add(subject: subjects[row])
    }
    return small
  }

  /// People by class: rows, less the repetitions of a subject. A row without a subject is a person of its own.
  private func people() -> [UInt32] {
    guard hasRepetitions else { return sizes }
    var members: [UInt64] = []
    var people = [UInt32](repeating: 0, count: sizes.count)
    for row in classes.indices {
      if subjects[row] == SubjectTable.none {
        people[Int(classes[row])] += 1
      } else {
        members.append(UInt64(classes[row]) << 32 | UInt64(subjects[row]))
      }
    }
    members.sort()
    for (index, member) in members.enumerated() where index == 0 || members[index - 1] != member {
      people[Int(member >> 32)] += 1
    }
    return people
  }
}
