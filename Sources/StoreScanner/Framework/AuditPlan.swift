package import DataStores
package import GovernanceModel
package import PolicyEngine

/// What one pass of an audit is about: handed to those who make the operators.
///
/// Collections are scanned in this order: erasure registers, profiles, consent logs, all the rest; within each in the order
/// of the maps. What judges uses comes after all that. `finish` follows the scan of the operator's collection, so that an operator may read what the operators of
/// earlier collections of the same pass have left in an object that they share.
package struct AuditPlan: Sendable {
  /// A collection of a store, with its map.
  package struct Source: Sendable {
    /// The store's name in `proviso.yaml`.
    package var store: String
    package var dataset: Dataset
    package var collection: Collection
    /// The columns that the store has; a check must not ask for others.
    package var columns: Set<String>

    package init(store: String, dataset: Dataset, collection: Collection, columns: Set<String>) {
      (self.store, self.dataset, self.collection, self.columns) = (store, dataset, collection, columns)
    }

    /// `store.collection`, as gaps name it.
    package var name: String { "\(store).\(collection.name)" }
  }

  package var policies: PolicySet
  package var asOf: Instant
  /// Subject keys in an observation.
  package var sampleSize: Int
  /// Uses up to this instant are not judged again in ``continued`` logs.
  package var since: Instant?
  /// The logs, as `store.collection`, whose uses up to ``since`` an earlier audit judged.
  package var continued: Set<String> = []
  /// Engines are asked when rows are dated; where rows are read it is counted anyway.
  package var countsDates = false
  /// In the order of the scan.
  package var sources: [Source]

  package init(policies: PolicySet, asOf: Instant, sampleSize: Int = 5, sources: [Source]) {
    (self.policies, self.asOf, self.sampleSize, self.sources) = (policies, asOf, sampleSize, sources)
  }
}

/// An operator and where it belongs.
package struct PlannedCheck {
  /// Which rows one run of an operator must see together.
  package enum Reach: Sendable {
    /// Rows of one subject: passes over subject partitions may split them, and results are added up.
    case subject
    /// All rows of the collection (group sizes, measured levels): never split.
    case collection
    /// What checks of either kind need to know, such as profiles.
    case both
  }

  /// Index into ``AuditPlan/sources``.
  package var source: Int
  /// Ids of the controls that it applies.
  package var controls: [String]
  package var reach: Reach
  /// Needs all profiles and consent logs first, even where its own collection is one.
  package var isLate: Bool
  /// Not only for the people of the control's scope: what it reads is judged elsewhere.
  package var isForEverybody: Bool
  package var check: any CheckOperator

  package init(
    source: Int, controls: [String], reach: Reach = .subject, isLate: Bool = false,
    isForEverybody: Bool = false, check: any CheckOperator
  ) {
    (self.source, self.controls, self.reach) = (source, controls, reach)
    (self.isLate, self.isForEverybody, self.check) = (isLate, isForEverybody, check)
  }
}
