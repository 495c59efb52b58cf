import GovernanceModel
import Testing

@Suite struct PersonalLiteralTests {
  @Test(arguments: [
    ("jane.doe@example.org", PersonalLiteral.emailAddress), ("j+x@sub.example.co.uk", .emailAddress),
    ("j@m\u{FC}ller.de", .emailAddress), ("+49 30 1234567", .telephoneNumber), ("+1 (555) 010-9999", .telephoneNumber),
    ("0049301234567", .telephoneNumber), ("DE89370400440532013000", .iban), ("GB82 WEST 1234 5698 7654 32", .iban),
    ("192.168.0.1", .ipAddress), ("2001:db8::ff00:42:8329", .ipAddress),
    ("2001:0db8:0000:0000:0000:ff00:0042:8329", .ipAddress),
  ])
  func `what names a person is told`(text: String, kind: PersonalLiteral) {
    #expect(PersonalLiteral.kind(of: text) == kind)
  }

  @Test(arguments: [
    "", "bakery-is-back", "jane@", "@example.org", "a@b", "a b@example.org", "a@@example.org", "1.2.3", "1.2.3.4.5",
    "256.1.1.1", "12:30:45", "2026-03-01", "2026-03-01T10:00:00Z", "DE89370400440532013001", "+49", "+49 30 abc",
    "marketing.communications.email", "12345678", "SKU-12345678", "v2.10.3", "::", "a:b:c",
  ])
  func `what names nobody is left alone`(text: String) { #expect(PersonalLiteral.kind(of: text) == nil) }
}
