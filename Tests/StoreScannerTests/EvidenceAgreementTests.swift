import ConsentHistory
import GovernanceModel
import PolicyEngine
import ProvisoTesting
import Testing

@testable import StoreScanner

/// The evidence check over columns against `EvidenceRequirement.verdict(of:)`, event by event.
@Suite struct EvidenceAgreementTests {
  private static let map = """
      - fides_key: shop
        collections:
          - name: log
            proviso:
              subject: id
              consents:
                purpose: purpose
                action: action
                at: at
                method: how
                evidence: proof
                controller: {column: whose}
                recordedAt: seen
                notice: {id: notice, version: {column: version}, language: {column: language}}
            fields: [{name: purpose}, {name: action}, {name: how}, {name: notice}]
    """

  private static let at = Moment(Instant(CivilDate(daysSinceEpoch: 19_000)))

  private func event(_ random: inout SplitMix64) -> ConsentEvent {
    func pick(_ texts: [String?]) -> String? { texts[Int.random(in: 0..<texts.count, using: &random)] }
    let notice = pick([nil, "", "privacy"])
    return ConsentEvent(
      subject: "", purpose: DataUse("marketing"), controller: pick([nil, "", "acme"]),
      action: ConsentAction.allCases[Int.random(in: 0..<ConsentAction.allCases.count, using: &random)],
      at: Self.at, recordedAt: pick([nil, "x"]) == nil ? nil : Self.at, method: pick([nil, "", "form", "silence"]),
      notice: notice.map { .init(id: $0, version: pick([nil, "", "2"]), language: pick([nil, "", "fr"])) },
      evidence: pick([nil, "", "p1"]))
  }

  private func row(_ person: Int, _ event: ConsentEvent) -> [Cell] {
    func cell(_ text: String?) -> Cell { text.map { .text($0) } ?? .null }
    return [
      .integer(Int64(person)), .text(event.purpose.key), .text(event.action.rawValue), .text(event.at.description),
      cell(event.method), cell(event.evidence), cell(event.controller), cell(event.recordedAt?.description),
      cell(event.notice?.id), cell(event.notice?.version), cell(event.notice?.language),
    ]
  }

  @Test(arguments: 1...12 as ClosedRange<UInt64>)
  func `columns and events are judged alike`(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let fields = ConsentEvidence.allCases.map(\.rawValue).filter { _ in Bool.random(using: &random) } + ["reference"]
    let forbidden = Bool.random(using: &random) ? ", forbiddenMethods: [silence, preTicked]" : ""
    let events = (0..<150).map { _ in event(&random) }
    let columns = [
      "id", "purpose", "action", "at", "how", "proof", "whose", "seen", "notice", "version", "language",
    ]
    let table = CheckTable("log", columns, events.enumerated().map { row($0.offset, $0.element) })
    let names = Set(fields).sorted().joined(separator: ", ")
    let world = try ChecksWorld(
      ["require: {evidence: {fields: [\(names)]\(forbidden)}}"], map: Self.map, [table], sampleSize: events.count)
    guard case .evidence(let requirement) = world.policies.packs[0].controls[0].requirement else {
      Issue.record("no evidence control")
      return
    }
    var expected: [String: Set<String>] = [:]
    for (person, event) in events.enumerated() {
      switch requirement.verdict(of: event) {
      case .violation(.forbiddenMethod): expected["forbiddenMethod method", default: []].insert(String(person))
      case .violation(.missingField):
        for field in requirement.missingFields(of: event) {
          expected["missingField \(field.rawValue)", default: []].insert(String(person))
        }
      default: continue
      }
    }
    var found: [String: Set<String>] = [:]
    for observation in world.run().observations {
      let key = "\(observation.verdict.reason?.rawValue ?? "") \(observation.locus.attribute ?? "")"
      found[key, default: []].formUnion(observation.sample.map(\.disclosed))
    }
    #expect(!expected.isEmpty)
    #expect(found == expected)
  }
}
