import Predicates

/// The people for whom a pack is, by their current profile.
final class PeopleInScope: SubjectScope {
  private let truths: SubjectTruths
  private let predicate: Int
  private let appliesWhenUnknown: Bool
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
}
