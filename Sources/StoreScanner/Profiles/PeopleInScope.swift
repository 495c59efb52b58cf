import GovernanceModel
import Predicates

/// The people for whom a pack is, by their current profile.
final class PeopleInScope: SubjectScope {
  private let truths: SubjectTruths
  private let predicate: Int
  let appliesWhenUnknown: Bool
  private let asOf: Int64

  init(_ predicate: Int, _ truths: SubjectTruths, appliesWhenUnknown: Bool, asOf: Int64) {
    (self.truths, self.predicate) = (truths, predicate)
    (self.appliesWhenUnknown, self.asOf) = (appliesWhenUnknown, asOf)
  }

  var lastSource: Int? { truths.lastTable(of: predicate) }

  func includes(_ subject: UInt32) -> Bool {
    guard subject < SubjectTable.elsewhere else { return appliesWhenUnknown }
    let truth = truths.truth(predicate, subject: subject, at: asOf)
    return appliesWhenUnknown ? truth != .false : truth == .true
  }

  // MARK: - For engines that are asked

  func includes(truth: Truth) -> Bool { appliesWhenUnknown ? truth != .false : truth == .true }

  /// What the condition says of somebody of whom nothing is known.
  var standard: Truth { truths.evaluate(predicate, values: []) }

  /// What it says of these values at the audit's instant.
  func truth(of values: [(path: String, value: Value?, zone: ZoneRules)]) -> Truth {
    truths.evaluate(predicate, values: values)
  }

  /// The attributes that it reads in a table.
  func reads(in table: Int) -> [(path: String, place: AttributeSources.Place)] {
    truths.reads(of: predicate, in: table)
  }

  /// The attributes that it reads in any table.
  var readCount: Int { truths.placedReads(of: predicate) }
}
