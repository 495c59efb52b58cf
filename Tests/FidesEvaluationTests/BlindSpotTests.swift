import FidesEvaluation
import GovernanceModel
import Testing

/// What Fides 2.86.2 says nothing of.
@Suite struct BlindSpotTests {
  private static func manifest(
    declaration: String, system: String = "", matches: String = "ANY", rest: String = ""
  ) -> String {
    """
    policy:
      - fides_key: p
        rules:
          - name: no contact
            data_categories: {matches: \(matches), values: [user.contact]}
            data_uses: {matches: ANY, values: [marketing.advertising]}
            data_subjects: {matches: ANY, values: [customer]}
    system:
      - fides_key: s
        system_type: Service
        \(system)
        privacy_declarations:
          - {name: d, \(declaration)}
    \(rest)
    """
  }

  private static let dataset = """
    dataset:
      - fides_key: ds
        collections:
          - name: c
            fields:
              - name: f
                fields: [{name: g, data_categories: [user.contact.email]}]
    """

  private func spots(_ text: String) throws -> [Observation] {
    let evaluation = FidesEvaluation(try Manifest.manifests(text), defaults: try Manifest.defaultKeys())
    guard case .evaluated = evaluation.run() else {
      Issue.record("not evaluated")
      return []
    }
    return BlindSpotSearch.run(evaluation)
  }

  private struct Case: Sendable, CustomTestStringConvertible {
    let spot: BlindSpot
    let verdict: Verdict
    let text: String
    let column: String
    var testDescription: String { spot.rawValue }
  }

  private static let cases = [
    Case(
      spot: .missingSubjects, verdict: .violation(.missingField),
      text: manifest(declaration: "data_categories: [user.contact.email], data_use: marketing.advertising"), column: "d"
    ),
    Case(
      spot: .coarseCategory, verdict: .unverifiable(.undeclared),
      text: manifest(
        declaration: "data_categories: [user], data_use: marketing.advertising, data_subjects: [customer]"),
      column: "user"),
    Case(
      spot: .coarseUse, verdict: .unverifiable(.useTooCoarse),
      text: manifest(declaration: "data_categories: [user.contact], data_use: marketing, data_subjects: [customer]"),
      column: "marketing"),
    Case(
      spot: .systemDataset, verdict: .violation(.prohibited),
      text: manifest(
        declaration: "data_categories: [user.name], data_use: marketing.advertising, data_subjects: [customer]",
        system: "dataset_references: [ds]", rest: dataset), column: "ds"),
    Case(
      spot: .repeatedKey, verdict: .violation(.duplicate),
      text: manifest(
        declaration: """
          data_categories: [user.contact.url, user.contact.url], data_use: marketing.advertising, \
          data_subjects: [customer]
          """, matches: "ALL"), column: "user.contact.url"),
    Case(
      spot: .legalBasis, verdict: .unverifiable(.notExamined),
      text: manifest(
        declaration: """
          data_categories: [user.name], data_use: sales, data_subjects: [customer], \
          legal_basis_for_processing: Consent
          """), column: "Consent"),
    Case(
      spot: .retention, verdict: .violation(.keptTooLong),
      text: manifest(
        declaration:
          "data_categories: [user.name], data_use: sales, data_subjects: [customer], retention_period: forever"),
      column: "forever"),
    Case(
      spot: .exemption, verdict: .unverifiable(.notExamined),
      text: manifest(
        declaration: "data_categories: [user.name], data_use: sales, data_subjects: [customer]",
        system: "exempt_from_privacy_regulations: true"), column: "true"),
  ]

  @Test(arguments: cases) private func `each is found alone, at the value that hides it`(_ blind: Case) throws {
    let found = try spots(blind.text)
    #expect(!found.isEmpty)
    for spot in found {
      #expect(spot.control == blind.spot.rawValue)
      #expect(spot.verdict == blind.verdict)
      let place = try #require(spot.places.first)
      #expect(place.excerpt.unicodeScalars.dropFirst(place.span.column - 1).starts(with: blind.column.unicodeScalars))
    }
  }

  @Test func `a rule that a key disarms is named with it`() throws {
    for blind in Self.cases.prefix(5) {
      let rules = try spots(blind.text).flatMap(\.parameters).map(\.value)
      #expect(Set(rules) == ["p/no contact"], "\(blind.spot)")
    }
  }

  @Test func `a declaration as fine as the rules has no blind spot`() throws {
    let clean = Self.manifest(
      declaration: """
        data_categories: [user.name], data_use: marketing.advertising, data_subjects: [customer], \
        retention_period: 24 months, legal_basis_for_processing: Contract
        """)
    #expect(try spots(clean).isEmpty)
    // What Fides reports is no blind spot.
    let violating = Self.manifest(
      declaration: "data_categories: [user.contact], data_use: marketing.advertising, data_subjects: [customer]")
    #expect(try spots(violating).isEmpty)
  }

  @Test func `a coarse key hides nothing where another dimension lets the rule rest`() throws {
    let other = Self.manifest(
      declaration: "data_categories: [user], data_use: marketing.advertising, data_subjects: [employee]")
    #expect(try spots(other).isEmpty)
    // Under NONE a coarse key is one that does not match, and the rule fires by itself.
    let none = Self.manifest(
      declaration: "data_categories: [user], data_use: marketing.advertising, data_subjects: [customer]",
      matches: "NONE")
    #expect(try spots(none).isEmpty)
  }

  @Test(arguments: ["until the contract ends", "0 days", "-1 days", "P1"])
  func `a retention that is no period cannot be told`(text: String) throws {
    let found = try spots(
      Self.manifest(
        declaration: """
          data_categories: [user.name], data_use: sales, data_subjects: [customer], retention_period: "\(text)"
          """))
    #expect(found.map(\.verdict) == [.unverifiable(.unreadableValue)])
  }
}
