import DataStores
import GovernanceModel
import ProvisoTesting
import StoreScanner
import Testing

/// Ages of children, from whatever a profile tells of a birth.
@Suite struct SubjectAgeTests {
  private static let control = "require: {consent: {guardianBelowAge: 16}}"

  /// The verdict on a use of 1 June 2024 by a grant that the person gave on 1 May 2024, as of 4 October 2024.
  private func reason(
    _ birth: FixtureValue, attribute: String = "subject.age", updated: FixtureValue? = nil
  ) throws -> Reason? {
    let profile = updated == nil ? "{}" : "{updatedAt: updated}"
    let map = """
      dataset:
        - fides_key: shop
          proviso: {subject: person}
          collections:
            - {name: log, proviso: {consents: {purpose: {constant: personalize}, action: {constant: given}, at: at}}}
            - name: people
              proviso: {profile: \(profile)}
              fields: [{name: person}, {name: birth, proviso: {attribute: \(attribute)}}]
            - {name: sends, proviso: {uses: {use: personalize, at: at}}}
      """
    let tables = [
      FixtureTable("log", columns: ["person", "at"], rows: [[.integer(1), .text("2024-05-01")]]),
      FixtureTable(
        "people", columns: ["person", "birth", "updated"], rows: [[.integer(1), birth, updated ?? .null]]),
      FixtureTable("sends", columns: ["person", "at"], rows: [[.integer(1), .text("2024-06-01")]]),
    ]
    let result = AuditFixture.scan(
      try AuditFixture.policies([Self.control]), try AuditFixture.map(map), tables)
    #expect(result.gaps.isEmpty && result.observations.count <= 1)
    return result.observations.first?.verdict.reason
  }

  /// Who is 16 in October may have been 15 in May; who is 17 was at least 16.
  @Test(
    arguments: [(15, .notAuthorised), (16, .ageUnknown), (17, nil), (40, nil), (-1, .ageUnknown), (151, .ageUnknown)]
      as [(Int64, Reason?)])
  func `an age is true as of the audit`(age: Int64, reason: Reason?) throws {
    #expect(try self.reason(.integer(age)) == reason)
    #expect(try self.reason(.text(String(age))) == reason)
    if age >= 0 { #expect(try self.reason(.real(Double(age) + 0.5)) == reason) }
  }

  /// Who was 16 on the last day of 2022 was 17 in May 2024; who was 15 in June 2023 may have been either.
  @Test(
    arguments: [
      ("2022-12-31", 16, nil), ("2023-06-30", 15, .ageUnknown), ("2023-04-30", 15, nil),
      ("2024-05-01", 15, .notAuthorised),
      ("2020-01-01", 11, .ageUnknown), ("2020-01-01", 10, .notAuthorised),
    ] as [(String, Int64, Reason?)])
  func `an age is true when it was written`(updated: String, age: Int64, reason: Reason?) throws {
    #expect(try self.reason(.integer(age), updated: .text(updated)) == reason)
  }

  /// Nobody knows when it was true: the person was no younger in October.
  @Test func `an age of an unknown day is a lower bound`() throws {
    #expect(try reason(.integer(17), updated: .null) == nil)
    #expect(try reason(.integer(15), updated: .null) == .ageUnknown)
  }

  @Test(
    arguments: [
      ("subject.birthDate", .text("2008-05-01"), nil), ("subject.birthDate", .text("2008-05-02"), .notAuthorised),
      ("subject.birthDate", .text("2008"), .ageUnknown), ("subject.birthYear", .integer(2007), nil),
      ("subject.birthYear", .integer(2008), .ageUnknown), ("subject.birthYear", .null, .ageUnknown),
    ] as [(String, FixtureValue, Reason?)])
  func `a birth date or year is what it says`(attribute: String, birth: FixtureValue, reason: Reason?) throws {
    #expect(try self.reason(birth, attribute: attribute) == reason)
  }
}
