internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

/// Lowers the filters of a segment as `ContactSegmentQueryBuilder` of Mautic 5 makes SQL of them: `or` begins a new group, a
/// missing field satisfies `!=`, `!like`, `!in` and `!between` and nothing else.
struct MauticLowering {
  var notes: RuleNotes
  /// Segments that the document defines, by id and alias.
  let known: Set<String>
  /// Some filter counts events without a window.
  private(set) var countsAllHistory = false

  init(notes: RuleNotes, known: Set<String>) { (self.notes, self.known) = (notes, known) }

  mutating func predicate(_ filters: [Node]) -> Predicate {
    var groups: [[Predicate]] = [[]]
    for (index, filter) in filters.enumerated() {
      if index > 0, filter["glue"]?.scalarText?.lowercased() == "or" { groups.append([]) }
      groups[groups.count - 1].append(self.filter(filter))
    }
    return .some(groups.map { .every($0) })
  }

  private mutating func filter(_ node: Node) -> Predicate {
    guard let fieldNode = node["field"], let field = fieldNode.scalarText, let test = node["operator"]?.scalarText
    else {
      return notes.opaque("a filter without `field` or `operator`", at: node)
    }
    let value = node["properties"]?["filter"] ?? node["filter"]
    if field == "leadlist" { return membership(test, value, fieldNode, node) }
    if let behaviour = behaviour(field, test, value, node, fieldNode) { return behaviour }
    guard let path = path(field, node) else { return .constant(false) }
    notes.attribute(path.text, at: fieldNode)
    if let value {
      let isList = ["in", "!in", "include", "exclude"].contains(test)
      notes.personalValues(value.elements ?? [value], of: isList || test == "=" ? field : "", isList: isList)
    }
    if let value, value.entries != nil {
      return notes.opaque("a computed value", at: value, reads: [path.text], of: Self.whole(node))
    }
    return comparison(path, test, value, node)
  }

  /// Nil, with a note, for what no object of Mautic has.
  private mutating func path(_ field: String, _ node: Node) -> AttributePath? {
    switch node["object"]?.scalarText {
    case nil, "lead", "contact":
      for (prefix, kind) in [
        ("dnc_bounced", "bounced"), ("dnc_unsubscribed", "unsubscribed"), ("dnc_manual", "manual"),
      ]
      where field.hasPrefix(prefix) {
        let channel = field.dropFirst(prefix.count).drop { $0 == "_" }
        return AttributePath("contact.doNotContact.\(channel.isEmpty ? "email" : channel).\(kind)")
      }
      return AttributePath("contact." + field)
    case "company": return AttributePath("company." + field)
    case "behaviors": return AttributePath("behaviors." + field)
    case .some(let object):
      notes.missing("object", object, among: ["lead", "company", "behaviors"], at: node["object"] ?? node)
      return nil
    }
  }

  // MARK: - Segments

  private mutating func membership(_ test: String, _ value: Node?, _ field: Node, _ node: Node) -> Predicate {
    let nodes = value.map { $0.elements ?? [$0] } ?? []
    var references: [Predicate] = []
    for node in nodes {
      guard let id = node.scalarText else { continue }
      if !known.contains(id) { notes.missing("segment", id, among: known, at: node) }
      notes.reference(id, at: node)
      references.append(.segment(id))
    }
    switch test {
    case "in", "include", "=": return .some(references)
    case "!in", "exclude", "!=", "notIn": return .isNotTrue(.some(references))
    case "empty": return notes.opaque("in no segment at all", at: field, reads: ["contact.segments"])
    case "!empty", "notEmpty": return notes.opaque("in some segment", at: field, reads: ["contact.segments"])
    default:
      return notes.opaque(
        "operator `\(test)` on segments", at: field, reads: ["contact.segments"], of: Self.whole(node))
    }
  }

  // MARK: - Behaviour

  /// Whether something ever happened, or how often; nil for fields that are no behaviour.
  private mutating func behaviour(
    _ field: String, _ test: String, _ value: Node?, _ node: Node, _ place: Node
  ) -> Predicate? {
    if let event = Self.everHappened[field] {
      guard let wanted = value?.scalarText, ["0", "1", "true", "false"].contains(wanted), test == "=" || test == "!="
      else { return events(event, "`\(test)` of what happened", place, node) }
      countsAllHistory = true
      notes.attribute("events." + event, at: place)
      let isWanted = (wanted == "1" || wanted == "true") == (test == "=")
      return .eventCount(
        .init(event: event, comparison: isWanted ? .atLeast : .equal, count: isWanted ? 1 : 0, within: nil))
    }
    if let event = Self.counts[field] {
      guard let number = value?.scalarText.flatMap({ Int64($0) }), let comparison = Self.comparisons[test] else {
        return events(event, "`\(test)` of a count", place, node)
      }
      countsAllHistory = true
      notes.attribute("events." + event, at: place)
      return .eventCount(.init(event: event, comparison: comparison, count: number, within: nil))
    }
    let isBehaviour = node["object"]?.scalarText == "behaviors" || Self.visits[field] != nil
    guard isBehaviour, node["object"]?.scalarText != "company" else { return nil }
    notes.personal(below: value)
    return events(Self.visits[field] ?? field, "what a contact did", place, node)
  }

  private mutating func events(_ event: String, _ why: String, _ place: Node, _ node: Node) -> Predicate {
    countsAllHistory = true
    return notes.opaque(why, at: place, reads: ["events." + event], of: Self.whole(node))
  }

  /// The condition of a filter: how it is joined to the one before does not belong to it.
  static func whole(_ filter: Node) -> Node { filter.without("glue") }

  static let comparisons: [String: Predicate.Comparison] = [
    "=": .equal, "!=": .notEqual, "gt": .greater, "gte": .atLeast, "lt": .less, "lte": .atMost,
  ]
  private static let everHappened = [
    "email_id": "email.click", "sms_clicked_link": "sms.click", "email_clicked_link": "email.click",
  ]
  private static let counts = [
    "lead_email_read_count": "email.read", "sessions": "session", "page_hit_count": "page.hit",
  ]
  private static let visits = [
    "hit_url": "page.hit", "hit_url_date": "page.hit", "hit_url_count": "page.hit", "referer": "page.hit",
    "source": "page.hit", "source_id": "page.hit", "url_title": "page.hit", "page_id": "page.hit",
    "redirect_id": "page.click", "lead_email_received": "email.read", "lead_email_sent": "email.sent",
    "lead_email_sent_date": "email.sent", "lead_email_read_date": "email.read", "lead_asset_download": "asset.download",
    "notification": "notification.sent", "email_clicked_link_date": "email.click", "sms_clicked_link_date": "sms.click",
  ]
}
