import DataStores
import GovernanceModel
import PolicyEngine
import SourceDocuments

/// A small vocabulary that policies, rules, people and the data map of these tests share.
enum SmallWorld {
  static func file(_ path: String, _ text: String) throws -> SourceFile {
    try SourceFile(path: path, bytes: Array(text.utf8))
  }

  static func vocabulary() throws -> Vocabulary {
    try Vocabulary.read([
      file(
        "vocabulary.yaml",
        """
        vocabulary: small
        version: "1"
        dataCategories:
          - {key: user, name: Person}
          - {key: user.contact, name: Contact, family: contact}
          - {key: user.behavior, name: Behaviour, family: history}
          - {key: user.behavior.media, name: Media}
          - {key: user.demographic, name: Demographic}
          - {key: user.demographic.birth, name: Birth, family: birth}
          - {key: user.health, name: Health, special: true}
        dataUses:
          - {key: marketing, name: Marketing}
          - {key: marketing.communications, name: Messages}
          - {key: marketing.communications.email, name: E-mail, channel: email}
          - {key: marketing.communications.email.offers, name: Offers}
          - {key: marketing.communications.sms, name: SMS, channel: sms}
          - {key: personalize, name: Personalisation}
        dataSubjects:
          - {key: customer, name: Customer}
          - {key: prospect, name: Prospect}
        attributes:
          - {path: subject.country, categories: [user.contact], granularity: contact.countryPrefix}
          - {path: subject.birthDate, categories: [user.demographic.birth], granularity: birth.date}
          - {path: subject.suppressed, categories: [user.demographic]}
          - {path: "score.*", categories: [user.behavior], granularity: history.aggregate, inferred: true}
          - {path: lastPurchase, categories: [user.behavior], granularity: history.events}
          - {path: "media.**", categories: [user.behavior.media], granularity: history.daily}
          - {path: "events.*", categories: [user.behavior], granularity: history.events}
          - {path: health.risk, categories: [user.health], granularity: history.aggregate}
        """)
    ])
  }

  /// Uses that a log or a rule may name.
  static let uses = [
    "marketing", "marketing.communications", "marketing.communications.email", "marketing.communications.email.offers",
    "marketing.communications.sms", "personalize",
  ]

  /// Attributes that a use may read; the last two are no column: one is known by a pattern, one to nobody.
  static let attributes = [
    "subject.country", "subject.birthDate", "subject.suppressed", "score.bakery", "lastPurchase", "health.risk",
    "media.radio.hours", "shoeSize",
  ]

  static func policies(_ pack: String, legalBases: [DeclaredBasis] = []) throws -> PolicySet {
    let vocabulary = try vocabulary()
    let read = try Pack.read(file("pack.yaml", pack), vocabulary: vocabulary)
    return PolicySet(vocabulary: vocabulary, packs: [read], legalBases: legalBases)
  }

  /// - Parameter carries: what the consent log is complete for.
  static func map(carries: String = "[objected, optedOut, limited]", subjectType: String? = nil) throws -> DataMap {
    let type = subjectType.map { ", subjectType: \($0)" } ?? ""
    let text = """
      dataset:
        - fides_key: shop
          proviso: {subject: person\(type)}
          collections:
            - name: consent_log
              proviso:
                mayBeEmpty: true
                consents:
                  purpose: {column: purpose}
                  action: {column: action}
                  at: at
                  recordedAt: recorded_at
                  expiresAt: expires_at
                  channel: {column: channel}
                  controller: {column: controller}
                  kind: {column: kind}
                  actor: {column: actor}
                  notice: {id: {column: notice_id}, version: {column: notice_version}, language: {column: language}}
                  evidence: {method: {column: method}, reference: proof}
                  carries: \(carries)
            - name: people
              proviso: {mayBeEmpty: true, profile: {updatedAt: updated_at}}
              fields:
                - {name: country, data_categories: [user.contact], proviso: {granularity: contact.countryPrefix, attribute: subject.country}}
                - {name: born, data_categories: [user.demographic.birth], proviso: {granularity: birth.date, attribute: subject.birthDate}}
                - {name: suppressed, data_categories: [user.demographic], proviso: {attribute: subject.suppressed}}
                - {name: score, data_categories: [user.behavior], proviso: {granularity: history.aggregate, attribute: score.bakery, inferred: true}}
                - {name: last_purchase, data_categories: [user.behavior], proviso: {granularity: history.events, attribute: lastPurchase}}
                - {name: risk, data_categories: [user.health], proviso: {granularity: history.aggregate, attribute: health.risk}}
            - name: uses
              proviso:
                mayBeEmpty: true
                uses: {use: {column: use}, at: at, channel: {column: channel}, controller: {column: controller}, rule: rule, basis: {column: basis}, attributes: attributes}
      """
    return try DataMap.read(file("map.yaml", text)) { $0 == "UTC" ? .utc : nil }
  }
}
