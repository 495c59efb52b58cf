/// The best `capacity` of the items that are offered: the higher score first, of equal scores the lower number.
///
/// A binary heap with the worst item on top, so that most offers cost one comparison.
struct BestItems {
  private let capacity: Int
  private var heap: [ScoredItem] = []

  init(capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(max(capacity, 0))
  }

  mutating func offer(_ item: ScoredItem) {
    if heap.count < capacity {
      heap.append(item)
      rise()
    } else if let worst = heap.first, worst < item {
      replaceWorst(with: item)
    }
  }

  /// What a score must reach to be taken: that of the worst one kept, once there is no room.
  var bar: Double {
    guard heap.count >= capacity else { return -.infinity }
    return heap.first?.score ?? .infinity
  }

  /// The best first; empties the heap.
  mutating func drain() -> [ScoredItem] {
    defer { heap.removeAll(keepingCapacity: true) }
    return heap.sorted { $1 < $0 }
  }

  private mutating func rise() {
    var place = heap.count - 1
    while place > 0, heap[place] < heap[(place - 1) / 2] {
      heap.swapAt(place, (place - 1) / 2)
      place = (place - 1) / 2
    }
  }

  /// Worse ones rise into the hole that the worst leaves, until the new one fits.
  private mutating func replaceWorst(with item: ScoredItem) {
    var heap = heap.mutableSpan
    let count = heap.count
    // INVARIANT: `hole` and `child` are below `count`, which the loop asks before it goes on.
    var (hole, child) = (0, 1)
    while child < count {
      var least = unsafe heap[unchecked: child]
      if child + 1 < count {
        let next = unsafe heap[unchecked: child + 1]
        if next < least { (least, child) = (next, child + 1) }
      }
      guard least < item else { break }
      unsafe heap[unchecked: hole] = least
      hole = child
      child = 2 * hole + 1
    }
    heap[hole] = item
  }
}
