/// Finds segments that reach themselves: strongly connected components after Tarjan ("Depth-first search and linear graph
/// algorithms", 1972), without recursion, since rule files may chain any number of segments.
struct SegmentCycles {
  private struct Frame {
    let segment: String
    let references: [String]
    var next = 0
  }

  private let definitions: [String: Predicate]
  private var numbers: [String: Int] = [:]
  private var lows: [String: Int] = [:]
  private var path: [String] = []
  private var onPath: Set<String> = []
  private var found: Set<String> = []

  static func members(of definitions: [String: Predicate]) -> Set<String> {
    var search = SegmentCycles(definitions: definitions)
    for segment in definitions.keys where search.numbers[segment] == nil { search.visit(segment) }
    return search.found
  }

  private init(definitions: [String: Predicate]) { self.definitions = definitions }

  private mutating func visit(_ start: String) {
    var frames = [open(start)]
    while let frame = frames.last {
      if frame.next < frame.references.count {
        let reference = frame.references[frame.next]
        frames[frames.count - 1].next += 1
        if let number = numbers[reference] {
          if onPath.contains(reference) { lower(frame.segment, to: number) }
        } else {
          frames.append(open(reference))
        }
      } else {
        frames.removeLast()
        close(frame)
        if let parent = frames.last, let low = lows[frame.segment] { lower(parent.segment, to: low) }
      }
    }
  }

  private mutating func open(_ segment: String) -> Frame {
    (numbers[segment], lows[segment]) = (numbers.count, numbers.count)
    path.append(segment)
    onPath.insert(segment)
    var references: [String] = []
    definitions[segment]?.forEachPart { part in
      if case .segment(let id) = part, definitions[id] != nil { references.append(id) }
    }
    return Frame(segment: segment, references: references)
  }

  private mutating func lower(_ segment: String, to number: Int) {
    lows[segment] = min(lows[segment] ?? number, number)
  }

  /// Takes a finished component from the path; it is a cycle when it has two members, or one that names itself.
  private mutating func close(_ frame: Frame) {
    guard lows[frame.segment] == numbers[frame.segment] else { return }
    var component: [String] = []
    while let last = path.popLast() {
      onPath.remove(last)
      component.append(last)
      if last == frame.segment { break }
    }
    if component.count > 1 || frame.references.contains(frame.segment) { found.formUnion(component) }
  }
}
