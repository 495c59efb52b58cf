import ConsentHistory

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

  mutating func append(_ event: PackedConsentEvent, of subject: UInt32) {
    filling.subjects.append(subject)
    filling.events.append(event)
    if filling.events.count == Self.chunkSize { keepChunk() }
  }

  private mutating func keepChunk() {
    chunks.append(filling)
    filling = Chunk()
    filling.subjects.reserveCapacity(Self.chunkSize)
    filling.events.reserveCapacity(Self.chunkSize)
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

  /// Finds the slices of a batch's subjects and touches their events, so that the processor fetches many at once instead of
  /// waiting for each in turn. The sum has no meaning; it keeps the reads from being left out.
  func prepare(_ subjects: Span<UInt32>, rows: Range<Int>, into slices: inout [Range<Int>]) -> Int64 {
    let (starts, events) = (starts.span, events.span)
    for row in rows {
      let subject = Int(subjects[row])
      slices[row - rows.lowerBound] =
        subject + 1 < starts.count ? Int(starts[subject])..<Int(starts[subject + 1]) : 0..<0
    }
    var sum: Int64 = 0
    for place in 0..<rows.count {
      let slice = slices[place]
      if slice.isEmpty { continue }
      sum &+= Int64(events[slice.upperBound - 1].purpose)
      // Of a long history the kernel reads only some; the processor fetches what follows by itself.
      var index = slice.lowerBound
      while index < min(slice.upperBound, slice.lowerBound + 8) {
        sum &+= events[index].start
        index += 1
      }
    }
    return sum
  }

  /// Where the events of a subject lie in ``events``; empty for a subject without any.
  func slice(of subject: UInt32) -> Range<Int> {
    let subject = Int(subject)
    guard subject + 1 < starts.count else { return 0..<0 }
    return Int(starts[subject])..<Int(starts[subject + 1])
  }
}
