internal import Digests
public import GovernanceModel
internal import PersonalizationCore

extension Auditor {
  /// What people did from an instant on, as CSV under the pseudonyms of the log, so that `core measure --rules` can join both:
  /// `subject,type,at,value`. An event without a value of its own has its amount.
  public func outcomes(since: Instant, write: (String) throws -> Void) throws {
    let core = try CoreProject(project, at: asOf, models: false)
    try write("subject,type,at,value\n")
    for subject in try core.store.subjects(asOf: asOf) {
      guard let person = try core.store.person(subject, asOf: asOf) else { continue }
      let name = core.key.pseudonym(of: person.profile.subject)
      let lines = person.events.events.filter { $0.at >= since && $0.at <= asOf }.map { event in
        let value = (event.value ?? event.amount).map { "\($0)" } ?? ""
        return "\(name),\(Self.quoted(event.type)),\(event.at),\(value)\n"
      }
      try write(lines.joined())
    }
  }

  private static func quoted(_ text: String) -> String {
    text.contains { ",\"\r\n".contains($0) } ? "\"" + text.replacing("\"", with: "\"\"") + "\"" : text
  }
}
