package import GovernanceModel

/// Subject keys of a pass, interned to dense indices in order of first sight. Integers and texts are different keys only
/// when their decimal text differs: `7` and `"7"` are one subject.
package struct SubjectTable: Sendable {
  /// No subject.
  package static let none = UInt32.max

  package init() {}

  /// The key of an index, as text.
  package func key(of index: UInt32) -> Redacted<String> { Redacted("") }

  package var count: Int { 0 }
}
