import ConsentHistory
import DataStores

/// The consent events of a pass, gathered in any order and then laid out subject by subject (compressed sparse rows), each
/// slice in the order that the kernel asks for.
struct EventIndex {
  private static let chunkSize = 1 << 16

  /// An event and its subject as they are gathered, the event in its place, and the bounds of the slices while they are
  /// counted.
  static let need = MemoryNeed(perRow: 2 * MemoryLayout<PackedConsentEvent>.stride + 4, perSubject: 16)

  /// Gathered so far; empty once sealed.
  private var chunks: [Chunk] = []
  private var filling = Chunk()
  /// Slice of subject s: `starts[s]..<starts[s + 1]`.
  private var starts: [UInt32] = [0]
  private(set) var events: [PackedConsentEvent] = []

  private struct Chunk {
    var subjects: [UInt32] = []
    var events: [PackedConsentEvent] = []
  }

  /// Adds the events of a batch.
  mutating func append(_ events: [PackedConsentEvent], of subjects: [UInt32]) {
    filling.subjects += subjects
    filling.events += events
    if filling.events.count >= Self.chunkSize { keepChunk() }
  }

  private mutating func keepChunk() {
    chunks.append(filling)
    filling = Chunk()
    filling.subjects.reserveCapacity(Self.chunkSize + ColumnBatch.capacity)
    filling.events.reserveCapacity(Self.chunkSize + ColumnBatch.capacity)
  }

  /// Sorts by subject (a counting sort that frees what it has moved), then each slice.
  mutating func seal() {
    if !filling.events.isEmpty { keepChunk() }
    filling = Chunk()
    guard !chunks.isEmpty else { return }
    var counts: [UInt32] = []
    for chunk in chunks {
      for subject in chunk.subjects {
        while counts.count <= Int(subject) { counts.append(0) }
        counts[Int(subject)] += 1
      }
    }
    var total: UInt32 = 0
    for subject in counts.indices {
      let count = counts[subject]
      counts[subject] = total
      total += count
    }
    scatter(next: counts, total: Int(total))
    counts.append(total)
    starts = counts
    sortSlices()
  }

  private mutating func scatter(next: [UInt32], total: Int) {
    guard let filler = chunks.first?.events.first else { return }
    var next = next
    events = Array(repeating: filler, count: total)
    for index in chunks.indices {
      let chunk = chunks[index]
      chunks[index] = Chunk()
      for row in chunk.subjects.indices {
        let subject = Int(chunk.subjects[row])
        events[Int(next[subject])] = chunk.events[row]
        next[subject] += 1
      }
    }
    chunks = []
  }

  private mutating func sortSlices() {
    for subject in 0..<(starts.count - 1) {
      let (start, end) = (Int(starts[subject]), Int(starts[subject + 1]))
      if end - start > 32 {
        events[start..<end].sort(by: PackedConsentEvent.precedes)
        continue
      }
      var sorted = start + 1
      while sorted < end {
        var place = sorted
        while place > start, PackedConsentEvent.precedes(events[place], events[place - 1]) {
          events.swapAt(place, place - 1)
          place -= 1
        }
        sorted += 1
      }
    }
  }

  /// Reads something of each cache line of a slice's beginning, and its last event; of a long history the kernel reads only
  /// some, and the processor fetches what follows by itself.
  func touch(_ slice: Range<Int>) -> Int64 {
    guard !slice.isEmpty else { return 0 }
    let events = events.span
    var sum = Int64(events[slice.upperBound - 1].purpose)
    for index in slice.prefix(8) { sum &+= events[index].start }
    return sum
  }

  /// Subjects up to the last one with an event.
  var people: Int { starts.count - 1 }

  /// Where the events of a subject lie in ``events``; empty for a subject without any.
  func slice(of subject: UInt32) -> Range<Int> {
    let (subject, starts) = (Int(subject), starts.span)
    return subject + 1 < starts.count ? Int(starts[subject])..<Int(starts[subject + 1]) : 0..<0
  }
}
