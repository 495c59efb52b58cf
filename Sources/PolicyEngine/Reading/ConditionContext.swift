internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Reads a condition of a pack: the language is that of `Predicates`, the data uses in it are those of the vocabulary.
struct ConditionContext {
  let vocabulary: Vocabulary

  init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  func read(_ node: Node, _ problems: inout Problems) -> Predicate? {
    var reader = ConditionReader()
    let condition = reader.read(node, &problems)
    for use in reader.consents { _ = vocabulary.readUse(use["consent"] ?? use, &problems) }
    for segment in reader.segments {
      problems.error(
        "a pack cannot refer to a segment", at: segment, help: "segments belong to rule sets; write the condition")
    }
    return condition
  }
}
