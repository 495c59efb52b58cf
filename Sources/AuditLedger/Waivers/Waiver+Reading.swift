package import GovernanceModel
package import SourceDocuments

extension Waiver {
  /// Reads `waivers.yaml`; throws everything that is wrong with it at once. A file that cannot be read whole waives
  /// nothing.
  package static func read(_ file: SourceFile) throws(InputError) -> [Waiver] {
    var problems = Problems(in: file)
    let root = try Node.read(file)
    guard var fields = MappingReader(root, "a file of waivers", &problems) else {
      throw InputError(problems.diagnostics)
    }
    let list = fields.required("waivers", &problems)
    fields.finish(&problems)
    if let list, list.elements == nil { problems.error("`waivers` is a list; found \(list.kind)", at: list) }
    let waivers = (list?.elements ?? []).compactMap { read($0, &problems) }
    duplicates(waivers, list?.elements ?? [], &problems)
    try problems.throwIfAny()
    return waivers
  }

  private static func read(_ node: Node, _ problems: inout Problems) -> Waiver? {
    guard var fields = MappingReader(node, "a waiver", &problems) else { return nil }
    // Looked for first, so that neither is taken for a slip in the other when one is missing.
    for key in ["approver", "approved"] { _ = fields.optional(key) }
    let fingerprint = fields.required("fingerprint", &problems).flatMap { readFingerprint($0, &problems) }
    let control = fields.text("control", &problems)
    let asset = fields.required("asset", &problems).flatMap { readAsset($0, &problems) }
    let owner = fields.text("owner", &problems)
    let reason = fields.text("reason", &problems)
    let approver = fields.text("approver", &problems)
    let approved = fields.required("approved", &problems).flatMap { readDay("approved", $0, &problems) }
    let expires = fields.required("expires", &problems).flatMap { readDay("expires", $0, &problems) }
    let requirement = fields.required("requirement", &problems).flatMap { readDigest($0, &problems) }
    let atMost = fields.integer("atMost", in: 0...Int(Int32.max), &problems)
    fields.finish(&problems)
    guard let fingerprint, let control, let asset, let owner, let reason, let approver, let approved, let expires,
      let requirement
    else { return nil }
    let waiver = Waiver(
      fingerprint: fingerprint, control: control, asset: asset, owner: owner, reason: reason, approver: approver,
      approved: approved, expires: expires, requirement: requirement, atMost: atMost,
      span: problems.file.span(node.position))
    // A slip in `atMost` was told already.
    if let fault = waiver.fault, fault.key != "asset" || node["atMost"] == nil {
      problems.error(fault.message, at: node[fault.key] ?? node)
    }
    return waiver
  }

  private static func readFingerprint(_ node: Node, _ problems: inout Problems) -> String? {
    guard let text = node.readText("fingerprint", &problems) else { return nil }
    if isFingerprint(text) { return text }
    problems.error(
      "a waiver is of one finding, by its whole fingerprint: `fp1:` and 64 hexadecimal digits", at: node,
      help: "`proviso waive` writes it from the first digits; `-o json:…` shows it")
    return nil
  }

  package static func isFingerprint(_ text: String) -> Bool {
    text.hasPrefix("fp1:") && isDigest(String(text.dropFirst(4)))
  }

  private static func isDigest(_ text: String) -> Bool {
    text.utf8.count == 64 && text.utf8.allSatisfy { (48...57).contains($0) || (97...102).contains($0) }
  }

  private static func readAsset(_ node: Node, _ problems: inout Problems) -> String? {
    guard let text = node.readText("asset", &problems) else { return nil }
    let isNamed = ["rule:", "store:"].contains { text.hasPrefix($0) && text.utf8.count > $0.utf8.count }
    if isNamed, !text.contains("*") { return text }
    problems.error(
      "`asset` names a rule or part of a store, such as `rule:spring/lapsed` or `store:shop.sends`", at: node)
    return nil
  }

  private static func readDay(_ key: String, _ node: Node, _ problems: inout Problems) -> CivilDate? {
    guard let text = node.readText(key, &problems) else { return nil }
    if let day = CivilDate(iso8601: text) { return day }
    problems.error("`\(key)` is a day such as `2026-03-01`; found `\(text)`", at: node)
    return nil
  }

  private static func readDigest(_ node: Node, _ problems: inout Problems) -> String? {
    guard let text = node.readText("requirement", &problems) else { return nil }
    if isDigest(text) { return text }
    problems.error(
      "`requirement` is the digest of what the control asks: 64 hexadecimal digits", at: node,
      help: "`proviso waive` writes it")
    return nil
  }

  private static func duplicates(_ waivers: [Waiver], _ nodes: [Node], _ problems: inout Problems) {
    var lines: [String: Int] = [:]
    for waiver in waivers {
      if let line = lines[waiver.fingerprint],
        let node = nodes.first(where: { problems.file.span($0.position) == waiver.span })
      {
        problems.error("the finding `\(waiver.shortName)` is waived already, in line \(line)", at: node)
      }
      lines[waiver.fingerprint] = waiver.span.line
    }
  }
}
