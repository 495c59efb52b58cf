/// What the rules of a discovery list still let in.
///
/// The list's length is not known before it is made, so shares are kept by every beginning of it: among the first n items
/// at most ⌈n · share⌉ come from the head, and at most n − ⌊n · share⌋ from known groups. A list that ends early keeps to its
/// rules for that reason.
struct DiscoveryQuota {
  private let rules: DiscoveryRules
  private let head: Set<Int>
  private var perGroup: [Int: Int] = [:]
  private var (count, fromHead, fromKnown) = (0, 0, 0)

  init(_ rules: DiscoveryRules, head: Set<Int>) { (self.rules, self.head) = (rules, head) }

  func admits(_ entry: Discovery, _ group: Int?) -> Bool {
    if let group, perGroup[group, default: 0] >= rules.perGroup { return false }
    let length = Double(count + 1)
    let isHead = head.contains(entry.recommendation.item)
    if isHead, Double(fromHead + 1) > (length * rules.fromHeadAtMost).rounded(.up) { return false }
    return entry.isNewGroup || Double(fromKnown + 1) <= length - (length * rules.newGroupShare).rounded(.down)
  }

  mutating func take(_ entry: Discovery, _ group: Int?) {
    if let group { perGroup[group, default: 0] += 1 }
    count += 1
    fromHead += head.contains(entry.recommendation.item) ? 1 : 0
    fromKnown += entry.isNewGroup ? 0 : 1
  }
}
