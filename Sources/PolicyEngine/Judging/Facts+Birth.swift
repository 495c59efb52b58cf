package import ConsentHistory
package import GovernanceModel
package import Predicates

extension Facts {
  /// The birth date, as far as the attributes tell: `subject.birthDate` (an instant, ISO 8601 text of a day, month or
  /// year, or a year from 1850 to 2200), else `subject.birthYear`, else `subject.age` in whole years at the evaluation instant. Nil when none does.
  package var birthDate: BirthDate? {
    switch value(of: AttributePath("subject.birthDate")) {
    case .instant(let instant)?: return BirthDate(earliest: instant.date, latest: instant.date)
    case .text(let text)?: if let moment = Moment(iso8601: text) { return BirthDate(within: moment) }
    case .integer(let year)?: if let birth = Int(exactly: year).flatMap(BirthDate.init(year:)) { return birth }
    default: break
    }
    if let year = whole("subject.birthYear"), let birth = BirthDate(year: year) { return birth }
    return whole("subject.age").flatMap { BirthDate(age: $0, at: Moment(now)) }
  }

  private func whole(_ path: String) -> Int? {
    switch value(of: AttributePath(path)) {
    case .integer(let number)?: Int(exactly: number)
    case .decimal(let number)?: Int(exactly: number.rounded(.down))
    default: nil
    }
  }
}

extension BirthDate {
  /// Every day of a year; nil outside 1850 to 2200.
  package init?(year: Int) {
    guard (1850...2200).contains(year), let first = CivilDate(year: year, month: 1, day: 1),
      let last = CivilDate(year: year, month: 12, day: 31)
    else { return nil }
    self.init(earliest: first, latest: last)
  }

  /// Every day that a moment touches.
  package init(within moment: Moment) {
    let last = moment.isExact ? moment.start : moment.end.advanced(byMicroseconds: -1)
    self.init(earliest: moment.start.date, latest: last.date)
  }

  /// The birth of somebody who was `age` whole years old at a moment: the n-th birthday had come and the next had not. Nil
  /// for what is no age of a person.
  package init?(age: Int, at moment: Moment) {
    guard (0...150).contains(age) else { return nil }
    let days = BirthDate(within: moment)
    let dayBefore = days.earliest.adding(months: -12 * (age + 1)).daysSinceEpoch
    self.init(earliest: CivilDate(daysSinceEpoch: dayBefore + 1), latest: days.latest.adding(months: -12 * age))
  }
}
