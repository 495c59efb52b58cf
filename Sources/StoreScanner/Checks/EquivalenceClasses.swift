import DataStores
import GovernanceModel

/// The equivalence classes of a profile table: rows that share their combination of quasi-identifiers.
///
/// A null is a value, but a row in which every quasi-identifier is null says nothing of its person and is in no class.
/// Two rows of one person count once. Holds 8 bytes a row, and what the different values and combinations take.
struct EquivalenceClasses {
  let columns: [String]
  private var interners: [ValueInterner]
  private var pairs: [PairInterner]
  private var ids: [[UInt32]]
  /// Of each row that is in a class.
  private var classes: [UInt32] = []
  private var subjects: [UInt32] = []
  /// Rows by class.
  private var sizes: [UInt32] = []

  /// At the most, where no two rows are alike: class and subject of a row, the size of its class, its place among the
  /// members of all classes, and an entry for each pair of values; arrays count twice, since they grow by doubling.
  static func bytesPerRow(columns: Int) -> Int { 2 * (4 + 4 + 4) + 4 + 8 + 48 * max(0, columns - 1) }

  init(_ columns: [String]) {
    self.columns = columns
    interners = columns.map { _ in ValueInterner() }
    pairs = columns.dropFirst().map { _ in PairInterner() }
    ids = columns.map { _ in [] }
  }

  mutating func consume(_ batch: borrowing ColumnBatch, positions: [Int], subjects keys: borrowing Span<UInt32>) {
    for column in columns.indices {
      interners[column].intern(batch, position: positions[column], into: &ids[column])
    }
    for row in 0..<batch.rowCount where keys[row] != SubjectTable.elsewhere {
      var combination = ids[0][row]
      var isKnown = combination != 0
      for column in 1..<max(1, columns.count) {
        let id = ids[column][row]
        if id != 0 { isKnown = true }
        combination = pairs[column - 1].intern(combination, id)
      }
      if isKnown { add(combination, keys[row]) }
    }
  }

  private mutating func add(_ combination: UInt32, _ subject: UInt32) {
    while sizes.count <= Int(combination) { sizes.append(0) }
    sizes[Int(combination)] += 1
    classes.append(combination)
    subjects.append(subject)
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
  func small(where isTooSmall: (Int) -> Bool) -> Small {
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
