import GovernanceModel
import Predicates
import SourceDocuments
import Testing

@testable import RuleSets

@Suite struct HandlebarsTests {
  static func rule(_ text: String) throws -> Rule {
    let set = try RuleSet.load(path: "mail.hbs", bytes: Array(text.utf8))
    return try #require(set.rules.first)
  }

  @Test(arguments: [
    ("Hello {{person.firstName}} {{{person.raw}}}", ["person.firstName", "person.raw"]),
    ("{{#if person.vip}}a{{else if person.new}}b{{else}}c{{/if}}", ["person.vip", "person.new"]),
    (
      "{{#each person.orders}}{{total}} {{this.date}} {{../person.city}} {{@index}}{{/each}}",
      ["person.orders", "person.orders.total", "person.orders.date", "person.city"]
    ),
    ("{{#each orders as |order i|}}{{order.total}}{{i}}{{/each}}", ["orders", "orders.total"]),
    ("{{#with person.address}}{{city}}{{/with}}", ["person.address", "person.address.city"]),
    ("{{! person.secret }}{{!-- {{person.secret}} --}}", []),
    ("{{#person.vip}}{{name}}{{/person.vip}}", ["person.vip", "person.vip.name"]),
    ("{{lookup person.scores \"bakery\"}}{{person.[first name]}}", ["person.scores", "person.first name"]),
  ])
  func `notes the attributes that a template reads`(text: String, expected: [String]) throws {
    #expect(try Self.rule(text).reads.map(\.path.text) == expected)
  }

  @Test func `helpers and partials are opaque, their arguments are read`() throws {
    let rule = try Self.rule("{{formatDate person.birthDate style=\"long\"}}{{> footer}}{{{helper (other a.b)}}}")
    #expect(rule.opaque.map(\.text) == ["helper `formatDate`", "another template", "helper `helper`"])
    #expect(rule.reads.map(\.path.text) == ["person.birthDate", "a.b"])
  }

  @Test(arguments: [
    ("{{#if a}}", "`if` is not closed; expected `{{/if}}`"), ("{{a", "the tag is not closed; expected `}}`"),
    ("{{#if a}}{{/each}}", "expected `{{/if}}`; found `/each`"), ("{{/if}}", "`/if` closes nothing"),
  ])
  func `what is not closed is an error`(text: String, message: String) {
    let error = #expect(throws: InputError.self) { try Self.rule(text) }
    #expect(error?.diagnostics.first?.message == message)
  }

  @Test func `the language of a text without a telling name is told by its tags`() throws {
    for (text, format) in [
      ("<p>{{#if a}}b{{/if}}", "handlebars"), ("<p>{{${a}}}", "liquid"), ("{% if a %}{% endif %}", "liquid"),
    ] {
      #expect(try RuleSet.load(path: "mail", bytes: Array(text.utf8)).format == format)
    }
  }
}
