package import GovernanceModel
package import Predicates

/// What a source says of an attribute of a person at an instant: demographics, preferences, what a service wrote.
package struct Statement: Hashable, Sendable {
  package var path: AttributePath
  package var attribute: ProfileAttribute

  package init(_ path: AttributePath, _ attribute: ProfileAttribute) { (self.path, self.attribute) = (path, attribute) }
}

extension Profile {
  /// A profile as it was at an instant: what was stated later is not known yet.
  package init(
    subject: String, subjectType: DataSubject? = nil, statements: some Sequence<Statement>, asOf now: Instant
  ) {
    self.init(subject: subject, subjectType: subjectType)
    for statement in statements where statement.attribute.updatedAt <= now {
      learn(statement.attribute, at: statement.path)
    }
  }
}
