import DataStores
import GovernanceModel
import PolicyEngine

extension Obligation {
  /// True when the control is in force at the audit's instant and is for people like those of the collection.
  ///
  /// A collection that does not say whose data it holds may hold anybody's.
  func applies(to collection: Collection, asOf: Instant) -> Bool {
    guard control.law.isInForce(at: asOf) else { return false }
    let subjects = control.appliesTo.subjects
    guard !subjects.isEmpty, let type = collection.subjectType else { return true }
    return subjects.contains { type.isSameOrBelow($0) || $0.isSameOrBelow(type) }
  }

  /// True when the control names no category, or one at or above `category`.
  func covers(_ category: DataCategory) -> Bool {
    let categories = control.appliesTo.categories
    return categories.isEmpty || categories.contains { category.isSameOrBelow($0) }
  }

  /// The fields that hold what the control is about; all of them when it names no category.
  func fields(of collection: Collection) -> [Field] {
    guard !control.appliesTo.categories.isEmpty else { return collection.fields }
    return collection.fields.filter { collection.categories(of: $0).contains(where: covers) }
  }

  /// True when something in the collection is of a category that the control is about.
  func coversContent(of collection: Collection) -> Bool {
    control.appliesTo.categories.isEmpty || collection.categories.contains(where: covers)
      || !fields(of: collection).isEmpty
  }

  /// The categories of a field that the control is about, the first in byte order.
  func category(of field: Field) -> DataCategory? { field.categories.filter(covers).min() }
}

extension AuditPlan {
  /// Attributes that are known to be fed to the obligation's use; nil when any attribute may be.
  ///
  /// A use log that tells what its uses read narrows the control to that; what nobody tells about is not ruled out.
  func reads(of obligation: Obligation) -> Set<String>? {
    guard let use = obligation.use else { return nil }
    let logs = sources.compactMap(\.collection.uses).filter { log in
      guard let constant = log.use.constant, log.use.column == nil else { return true }
      return DataUse(constant).isCovered(by: use) || use.isCovered(by: DataUse(constant))
    }
    guard !logs.isEmpty, logs.allSatisfy({ !$0.reads.isEmpty && $0.attributes == nil }) else { return nil }
    return Set(logs.flatMap(\.reads))
  }
}

extension Field {
  /// True when the attribute is among those that are read, by its column or by its path.
  func isAmong(_ reads: Set<String>?) -> Bool {
    guard let reads else { return true }
    return reads.contains(name) || attribute.map(reads.contains) ?? false
  }

  /// How policies and rules call the field.
  var path: String { attribute ?? name }
}

extension Obligation {
  /// True when the use of a log or audience may be the obligation's: a column may hold any.
  func mayConcern(_ logged: ColumnOrConstant) -> Bool {
    guard let use, logged.column == nil, let constant = logged.constant else { return true }
    return DataUse(constant).isCovered(by: use) || use.isCovered(by: DataUse(constant))
  }

  /// True when a purpose of consent lies on one line with the obligation's use.
  func concerns(purpose: DataUse) -> Bool {
    guard let use else { return true }
    return purpose.isCovered(by: use) || use.isCovered(by: purpose)
  }

  /// True when a record without a channel, or of one of the control's channels, is meant.
  func concerns(channel: String?) -> Bool {
    guard let channel, !control.appliesTo.channels.isEmpty else { return true }
    let word = ChannelWords.folded(channel)
    return control.appliesTo.channels.contains { ChannelWords.folded($0.name) == word }
  }
}
