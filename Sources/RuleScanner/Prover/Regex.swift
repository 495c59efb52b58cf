/// Regular expressions over scalars, each built once, with their derivatives (Brzozowski, "Derivatives of regular
/// expressions", 1964): what is left to be matched after a scalar.
struct Regexes {
  private enum Node: Hashable {
    case nothing, empty
    case one(ScalarSet)
    case sequence(Int, Int)
    case choice([Int])
    case star(Int)
  }

  private struct Step: Hashable {
    let node: Int
    let scalar: UInt32
  }

  private var nodes: [Node] = [.nothing, .empty]
  private var numbers: [Node: Int] = [.nothing: 0, .empty: 1]
  private var nullable: [Bool] = [false, true]
  private var steps: [Step: Int] = [:]
  /// The sets that expressions name.
  private(set) var sets: Set<ScalarSet> = []

  static let nothing = 0
  static let empty = 1
  /// More than this are a pattern that nobody writes.
  static let most = 20_000
  var isFull: Bool { nodes.count > Self.most }

  func isNullable(_ node: Int) -> Bool { nullable[node] }

  private mutating func number(_ node: Node, _ isNullable: Bool) -> Int {
    if let known = numbers[node] { return known }
    numbers[node] = nodes.count
    nodes.append(node)
    nullable.append(isNullable)
    return nodes.count - 1
  }

  mutating func one(_ set: ScalarSet) -> Int {
    if set.ranges.isEmpty { return Self.nothing }
    sets.insert(set)
    return number(.one(set), false)
  }

  mutating func sequence(_ first: Int, _ second: Int) -> Int {
    if first == Self.nothing || second == Self.nothing { return Self.nothing }
    if first == Self.empty { return second }
    if second == Self.empty { return first }
    // To the right, so that equal sequences are one.
    if case .sequence(let head, let tail) = nodes[first] {
      let rest = sequence(tail, second)
      return number(.sequence(head, rest), nullable[head] && nullable[rest])
    }
    return number(.sequence(first, second), nullable[first] && nullable[second])
  }

  mutating func choice(_ parts: [Int]) -> Int {
    var flat: Set<Int> = []
    for part in parts {
      if case .choice(let inner) = nodes[part] { flat.formUnion(inner) } else { flat.insert(part) }
    }
    flat.remove(Self.nothing)
    let sorted = flat.sorted()
    if sorted.isEmpty { return Self.nothing }
    if sorted.count == 1 { return sorted[0] }
    return number(.choice(sorted), sorted.contains { nullable[$0] })
  }

  mutating func star(_ part: Int) -> Int {
    if part == Self.nothing || part == Self.empty { return Self.empty }
    if case .star = nodes[part] { return part }
    return number(.star(part), true)
  }

  /// Whatever may stand there.
  mutating func anything() -> Int {
    let any = one(.all)
    return star(any)
  }

  mutating func derivative(of node: Int, by scalar: UInt32) -> Int {
    let step = Step(node: node, scalar: scalar)
    if let known = steps[step] { return known }
    let result: Int
    switch nodes[node] {
    case .nothing, .empty: result = Self.nothing
    case .one(let set): result = set.contains(scalar) ? Self.empty : Self.nothing
    case .star(let part):
      let rest = derivative(of: part, by: scalar)
      result = sequence(rest, node)
    case .choice(let parts):
      let rests = parts.map { derivative(of: $0, by: scalar) }
      result = choice(rests)
    case .sequence(let first, let second):
      let rest = derivative(of: first, by: scalar)
      let through = sequence(rest, second)
      if nullable[first] {
        let past = derivative(of: second, by: scalar)
        result = choice([through, past])
      } else {
        result = through
      }
    }
    steps[step] = result
    return result
  }
}
