internal import GovernanceModel
internal import SourceDocuments

extension DisclosureRequirement {
  static func read(_ node: Node, _ problems: inout Problems) -> DisclosureRequirement? {
    guard var fields = MappingReader(node, "`disclosure`", &problems) else { return nil }
    var disclosure = DisclosureRequirement()
    disclosure.recipients = Set(fields.texts("recipients", &problems))
    let asksSale = fields.optional("sale") != nil
    let sale = fields.boolean("sale", default: true, &problems)
    disclosure.sale = asksSale ? sale : nil
    disclosure.countries = Set(fields.list("countries").compactMap { readCountry($0, &problems) })
    disclosure.safeguards = Set(fields.texts("safeguards", &problems))
    fields.finish(&problems)
    return disclosure
  }

  private static func readCountry(_ node: Node, _ problems: inout Problems) -> String? {
    guard let text = node.readText("country", &problems) else { return nil }
    if text.utf8.count == 2, text.utf8.allSatisfy({ (65...90).contains($0) }) { return text }
    problems.error(
      "`\(text)` is no country", at: node, help: "two capital letters of ISO 3166-1, such as `DE`")
    return nil
  }
}
