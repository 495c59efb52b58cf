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
      heap[0] = item
      sink()
    }
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

  private mutating func sink() {
    var place = 0
    while 2 * place + 1 < heap.count {
      var child = 2 * place + 1
      if child + 1 < heap.count, heap[child + 1] < heap[child] { child += 1 }
      guard heap[child] < heap[place] else { return }
      heap.swapAt(place, child)
      place = child
    }
  }
}
