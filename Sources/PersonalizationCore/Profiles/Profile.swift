package import GovernanceModel
package import PolicyEngine
package import Predicates

/// One person, unified from many sources: each attribute with where it came from, how old and how fine it is.
///
/// Consents are no part of it: see ``Person``.
package struct Profile: Hashable, Sendable {
  package var subject: String
  package var subjectType: DataSubject?
  package private(set) var attributes: [AttributePath: ProfileAttribute]

  package init(subject: String, subjectType: DataSubject? = nil, attributes: [AttributePath: ProfileAttribute] = [:]) {
    (self.subject, self.subjectType, self.attributes) = (subject, subjectType, attributes)
  }

  package subscript(path: AttributePath) -> ProfileAttribute? { attributes[path] }

  /// Takes in a value unless a newer one is known. The order of learning does not matter.
  package mutating func learn(_ attribute: ProfileAttribute, at path: AttributePath) {
    if let known = attributes[path], !attribute.supersedes(known) { return }
    attributes[path] = attribute
  }

  /// The union of two profiles under the first one's key; of each attribute the newer value.
  package func merging(_ other: Profile) -> Profile {
    var merged = self
    for (path, attribute) in other.attributes { merged.learn(attribute, at: path) }
    merged.subjectType = subjectType ?? other.subjectType
    return merged
  }

  /// An attribute as the judge asks for it: what the vocabulary says of it, and what the profile knows besides.
  package func read(_ path: AttributePath, classified: AttributeRead) -> AttributeRead {
    guard let own = attributes[path] else { return classified }
    var read = classified
    read.categories += own.categories.filter { !classified.categories.contains($0) }
    read.granularity = own.granularity ?? classified.granularity
    read.isInferred = own.isInferred || classified.isInferred
    read.updatedAt = own.updatedAt
    return read
  }
}

/// A value of a profile with its provenance.
package struct ProfileAttribute: Hashable, Sendable {
  package var value: Value
  package var categories: [DataCategory]
  package var granularity: Granularity?
  /// Derived from other data by profiling.
  package var isInferred: Bool
  /// The system that it came from, such as `transactions`.
  package var source: String
  /// When the value was last known to be true.
  package var updatedAt: Instant

  package init(
    _ value: Value, categories: [DataCategory], granularity: Granularity? = nil, isInferred: Bool = false,
    source: String, updatedAt: Instant
  ) {
    (self.value, self.categories, self.granularity) = (value, categories, granularity)
    (self.isInferred, self.source, self.updatedAt) = (isInferred, source, updatedAt)
  }

  /// The newer one; of one instant the one from the source first in byte order, then the value first in byte order.
  func supersedes(_ known: ProfileAttribute) -> Bool {
    if updatedAt != known.updatedAt { return updatedAt > known.updatedAt }
    if source != known.source { return source.utf8.lexicographicallyPrecedes(known.source.utf8) }
    return "\(value) \(self)".utf8.lexicographicallyPrecedes("\(known.value) \(known)".utf8)
  }
}
