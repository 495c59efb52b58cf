internal import Digests
internal import GovernanceModel
internal import Predicates
internal import SourceDocuments

extension RuleSetFormat {
  /// Mautic 5: segments of contacts, one or a list of them.
  package static let mautic = RuleSetFormat(
    name: "mautic",
    recognises: { content, _ in MauticFormat.recognises(content.root) },
    lower: { document, _ throws(InputError) in try MauticFormat.ruleSet(document.root, of: document.file) },
    evaluate: { document, request throws(EvaluationError) in
      let set = try EvaluationError.wrapping { () throws(InputError) in
        try MauticFormat.ruleSet(document.root, of: document.file)
      }
      return try set.evaluateAudiences(request.wrapping(as: "contact"))
    })
}

enum MauticFormat {
  /// True for `{"filters": [{"glue", "field", "operator"}]}`, a list of such, and a segment without filters that has an
  /// `alias`.
  static func recognises(_ root: Node) -> Bool {
    let segments = Self.segments(root)
    return !segments.isEmpty
      && segments.allSatisfy { segment in
        guard let filters = segment["filters"]?.elements else { return false }
        return filters.isEmpty
          ? segment["alias"] != nil
          : filters.allSatisfy { $0["glue"] != nil && $0["field"] != nil && $0["operator"] != nil }
      }
  }

  /// The segments of a document: a list, the `lists` of an answer of the API, one segment, or filters alone.
  static func segments(_ root: Node) -> [Node] {
    if let elements = root.elements {
      guard elements.allSatisfy({ $0["glue"] != nil }), !elements.isEmpty else { return elements }
      let filters = Node.Entry(key: "filters", keyPosition: root.position, value: root)
      return [Node(.mapping([filters]), at: root.position)]
    }
    if let lists = root["lists"] ?? root["segments"] { return lists.elements ?? lists.entries?.map(\.value) ?? [] }
    return root.entries == nil ? [] : [root]
  }

  static func ruleSet(_ root: Node, of file: SourceFile) throws(InputError) -> RuleSet {
    var problems = Problems(in: file)
    let segments = segments(root)
    let known = Set(segments.flatMap { [$0["id"], $0["alias"]].compactMap { $0?.scalarText } })
    var set = RuleSet(
      id: RuleSet.identifier(ofPath: file.path), format: RuleSetFormat.mautic.name, path: file.path,
      digest: SHA256Digest.hexadecimal(of: file.bytes), rules: [], segments: [:])
    for (index, segment) in segments.enumerated() {
      guard let filters = segment["filters"]?.elements else {
        problems.error("`filters` of a segment is a list", at: segment["filters"] ?? segment)
        continue
      }
      var lowering = MauticLowering(notes: RuleNotes(file: file), known: known)
      let audience = lowering.predicate(filters)
      let idNode = segment["alias"] ?? segment["id"] ?? segment["name"]
      var rule = lowering.notes.rule(
        id: "segment:" + (idNode?.scalarText ?? String(index + 1)), at: idNode ?? segment, audience: audience)
      rule.lookBack = lowering.countsAllHistory ? nil : .zero
      if let end = segment["publishDown"] ?? segment["publish_down"], let text = end.scalarText {
        rule.expires = Moment(iso8601: text)?.end
        rule.spans["expires"] = lowering.notes.part(end, "publishDown")
      }
      set.rules.append(rule)
      for key in ["id", "alias"] {
        guard let id = segment[key]?.scalarText else { continue }
        set.segments[id] = audience
        set.segmentParts[id] = lowering.notes.part(segment[key] ?? segment, id)
      }
    }
    try problems.throwIfAny()
    return set
  }
}

extension EvaluationRequest {
  /// A person without the name that the paths of a format begin with.
  func wrapping(as name: String) -> EvaluationRequest {
    guard data[name]?.members == nil, let members = data.members else { return self }
    var request = self
    request.data = .object(members.merging([name: data]) { $1 })
    return request
  }
}
