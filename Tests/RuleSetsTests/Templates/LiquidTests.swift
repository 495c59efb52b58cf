import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct LiquidTests {
  static func rule(_ text: String) throws -> Rule {
    let set = try RuleSet.load(path: "mail.liquid", bytes: Array(text.utf8))
    return try #require(set.rules.first)
  }

  static func reads(_ text: String) throws -> [String] { try rule(text).reads.map(\.path.text) }

  @Test(arguments: [
    ("Hi {{${first_name}}}", ["first_name"]),
    ("{{custom_attribute.${membership_tier} | default: 'new'}}", ["custom_attribute.membership_tier"]),
    ("{{ event_properties.${total spent} }}", ["event_properties.total spent"]),
    ("{{ customer.first_name | append: customer.last_name }}", ["customer.first_name", "customer.last_name"]),
    ("{% if customer.age > 18 and customer.tags contains \"vip\" %}x{% endif %}", ["customer.age", "customer.tags"]),
    (
      "{%- for o in customer.orders limit: 3 -%}{{ o.total }}{{ forloop.index }}{%- endfor -%}",
      ["customer.orders", "customer.orders.total"]
    ),
    ("{% assign city = customer.address.city %}{{ city }}", ["customer.address.city"]),
    ("{% capture hello %}{{ customer.name }}{% endcapture %}{{ hello }}", ["customer.name"]),
    ("{% case customer.plan %}{% when 'pro' %}a{% else %}b{% endcase %}", ["customer.plan"]),
    ("{% comment %}{{ customer.secret }}{% endcomment %}{% raw %}{{ x }}{% endraw %}", []),
    (
      "{{ customer[\"postal code\"] }}{{ items[customer.index].name }}",
      ["customer.postal code", "customer.index", "items.name"]
    ),
    ("{{ 'text' | upcase }}{{ 12 }}{{ true }}", []),
  ])
  func `notes the attributes that a template reads`(text: String, expected: [String]) throws {
    #expect(try Self.reads(text) == expected)
  }

  @Test func `connected content gives what its address and body hold to its host`() throws {
    let rule = try Self.rule(
      """
      {% connected_content https://Api.partner.example/v1?id={{${user_id}}} :method post
         :body mail={{${email_address}}} :save answer %}{{ answer.offer }}{{${language}}}
      """)
    let export = try #require(rule.exports.first)
    #expect(export.recipient == "api.partner.example")
    #expect(export.paths.map(\.text) == ["user_id", "email_address"])
    #expect(!export.isWildcard)
    #expect(rule.reads.map(\.path.text) == ["user_id", "email_address", "language"])
  }

  @Test func `a place is the line and column of the name`() throws {
    let rule = try Self.rule("Hello,\nÄ {{ customer.city }}")
    let place = try #require(rule.reads.first?.place)
    #expect((place.span.line, place.span.column, place.span.length) == (2, 6, 13))
    #expect(place.excerpt == "Ä {{ customer.city }}")
  }

  @Test func `other templates, unknown tags and content blocks are opaque`() throws {
    let rule = try Self.rule("{% include 'footer' %}{% magic customer.x %}{{content_blocks.${legal}}}")
    #expect(rule.opaque.map(\.text) == ["another template", "tag `magic`", "content block `legal`"])
    #expect(rule.reads.map(\.path.text) == ["customer.x"])
  }

  @Test func `a text that looks personal is told by its kind`() throws {
    let rule = try Self.rule("{% if ${email} == 'jo.miller@retailer.example' %}!{% endif %}")
    #expect(rule.personalLiterals.map(\.text) == ["an e-mail address"])
  }

  @Test(arguments: [
    ("{{ customer.name", "the tag is not closed; expected `}}`", 1, 1),
    ("\n {% if a", "the tag is not closed; expected `%}`", 2, 2),
    ("{% if a %}", "`if` is not closed; expected `{% endif %}`", 1, 1),
    ("{% for a in b %}{% endif %}", "expected `{% endfor %}`; found `endif`", 1, 17),
    ("{{ a }}{% endif %}", "`endif` closes nothing", 1, 8),
    ("{% raw %}{{", "`raw` is not closed; expected `{% endraw %}`", 1, 1),
  ])
  func `what is not closed is an error with its place`(text: String, message: String, line: Int, column: Int) {
    let error = #expect(throws: InputError.self) { try Self.rule(text) }
    #expect(error?.diagnostics.first?.message == message)
    #expect(error?.diagnostics.first?.span?.line == line)
    #expect(error?.diagnostics.first?.span?.column == column)
  }

  @Test func `a template is not evaluated`() throws {
    let document = try RuleDocument(SourceFile(path: "a.liquid", bytes: Array("{{ a }}".utf8)))
    #expect(throws: EvaluationError.self) {
      try document.evaluate(EvaluationRequest(data: .null, now: Instant(microseconds: 0)))
    }
  }
}
