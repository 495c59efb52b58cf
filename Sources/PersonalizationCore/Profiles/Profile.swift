package import GovernanceModel
package import PolicyEngine
package import Predicates

/// One person, unified from many sources: each attribute with where it came from, how old and how fine it is.
package struct Profile: Hashable, Sendable {
  package var subject: String
  package var subjectType: DataSubject?
  package private(set) var attributes: [AttributePath: ProfileAttribute]

  package init(subject: String, subjectType: DataSubject? = nil, attributes: [AttributePath: ProfileAttribute] = [:]) {
    (self.subject, self.subjectType, self.attributes) = (subject, subjectType, attributes)
  }

  package subscript(path: AttributePath) -> ProfileAttribute? { attributes[path] }

  /// Takes in a value unless a newer one is known; of two of one instant, the one from the source first in byte order.
  package mutating func learn(_ attribute: ProfileAttribute, at path: AttributePath) {
    if let known = attributes[path], !attribute.supersedes(known) { return }
    attributes[path] = attribute
  }

  /// The union of two profiles under the first one's key; of each attribute the newer value.
  ///
  /// Consents are not part of a profile: their merge is ``ConsentTimeline``'s, so that no merge can bring back a
  /// withdrawn one (semantics section 3, rule 7).
  package func merging(_ other: Profile) -> Profile {
    var merged = self
    for (path, attribute) in other.attributes { merged.learn(attribute, at: path) }
    merged.subjectType = subjectType ?? other.subjectType
    return merged
  }

  /// The attributes that a rule reads, in the shape that the judge asks for.
  package func reads(_ paths: [AttributePath]) -> [AttributeRead] {
    paths.map { path in
      guard let attribute = attributes[path] else { return AttributeRead(attribute: path.text, categories: []) }
      return AttributeRead(
        attribute: path.text, categories: attribute.categories, granularity: attribute.granularity,
        isInferred: attribute.isInferred, updatedAt: attribute.updatedAt)
    }
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
  package var updatedAt: Instant

  package init(
    _ value: Value, categories: [DataCategory], granularity: Granularity? = nil, isInferred: Bool = false,
    source: String,
    updatedAt: Instant
  ) {
    (self.value, self.categories, self.granularity) = (value, categories, granularity)
    (self.isInferred, self.source, self.updatedAt) = (isInferred, source, updatedAt)
  }

  func supersedes(_ known: ProfileAttribute) -> Bool {
    if updatedAt != known.updatedAt { return updatedAt > known.updatedAt }
    return source.utf8.lexicographicallyPrecedes(known.source.utf8)
  }
}
