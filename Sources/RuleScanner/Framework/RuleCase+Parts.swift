internal import Predicates
internal import RuleSets

extension RuleCase {
  /// Where the file names what a part of the audience reads: the place of the part itself, where rule and audience name the
  /// same attributes in the same order, else the first place of the attribute.
  func place(ofPart index: Int) -> RulePart? {
    let parts = conjunction.parts
    guard let path = parts[index].reads.first else { return nil }
    var before = 0
    for part in parts[..<index] { part.forEachRead { if $0 == path { before += 1 } } }
    let places = rule.reads.filter { $0.path == path }.map(\.place)
    return before < places.count ? places[before] : places.last
  }
}
