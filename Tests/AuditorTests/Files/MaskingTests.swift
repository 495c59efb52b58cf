import GovernanceModel
import RuleSets
import Testing

@testable import Auditor

@Suite struct MaskingTests {
  @Test(arguments: [
    ("- {attribute: mail, equals: ana@mail.example}", "- {attribute: mail, equals: ••••••••••••••••}"),
    ("`ana@mail.example` is no period", "`••••••••••••••••` is no period"),
    ("{\"to\":\"ana@mail.example\",\"n\":1}", "{\"to\":\"••••••••••••••••\",\"n\":1}"),
    ("call +33 6 11 22 33 44 or not", "call ••••••••••••••••• or not"),
    ("from 203.0.113.77: refused", "from ••••••••••••: refused"),
    ("é ana@mail.example", "é ••••••••••••••••"),
    ("at: 2026-01-01T00:00:00Z, maxAge: P24M, 48", "at: 2026-01-01T00:00:00Z, maxAge: P24M, 48"),
    ("did you mean `marketing.communications.email`?", "did you mean `marketing.communications.email`?"), ("", ""),
    ("+", "+"),
  ])
  func `words that look personal are covered, column by column`(text: String, masked: String) {
    #expect(PersonalLiteral.masked(text) == masked)
    #expect(PersonalLiteral.masked(text).unicodeScalars.count == text.unicodeScalars.count)
  }
}
