internal import ConsentHistory
internal import GovernanceModel

extension BasisRequirement {
  var obligationText: String {
    let bases = LegalBasis.allCases.filter(allowed.contains).map(\.words)
    return "the pair of data category and use has a declared legal basis" + (bases.isEmpty ? "" : ": \(listed(bases))")
  }
}

extension ConsentRequirement {
  var obligationText: String {
    var parts = ["consent"]
    if let maxAge = terms.maxAge { parts[0] += " no older than \(maxAge)" }
    if let kinds = terms.kinds { parts.append(listed(ConsentKind.allCases.filter(kinds.contains).map(\.words))) }
    parts.append(terms.levelText)
    parts += terms.proofTexts
    parts += terms.mindTexts
    if let age = terms.guardianBelowAge { parts.append("by a guardian for a person under \(age)") }
    if !bases.isEmpty { parts.append("where the recorded basis is \(listed(bases.map(\.words)))") }
    return parts.joined(separator: ", ")
  }
}

extension OptOutRequirement {
  var obligationText: String {
    let acts = ConsentAction.allCases.filter { $0.isNegative && terms.minds.contains($0) }.map(\.words)
    var text = "the person has not \(listed(acts))"
    if let grace = terms.grace.words { text += ", \(grace)" }
    if !bases.isEmpty { text += ", where the recorded basis is \(listed(bases.map(\.words)))" }
    return text
  }
}

extension ConsentTerms {
  var levelText: String {
    if exactLevelOnly { return "given for exactly this use" }
    guard let grantLevels else { return "given for this use or for one above it, but its broadest" }
    return "given for \(listed(grantLevels.sorted().map(\.key))) where that is this use or above it"
  }

  var proofTexts: [String] {
    var texts: [String] = []
    let notices = minimumNotice.sorted { $0.key < $1.key }.map { "`\($0.key)` version \($0.value)" }
    if !notices.isEmpty { texts.append("after a notice of at least \(listed(notices, "and"))") }
    let fields = ConsentEvidence.allCases.filter(evidence.contains).map(\.words)
    if !fields.isEmpty { texts.append("with \(listed(fields, "and")) on record") }
    if let actors { texts.append("by \(listed(ConsentActor.allCases.filter(actors.contains).map(\.words)))") }
    if knowledge == .recorded { texts.append("counted from when it was recorded") }
    return texts
  }

  var mindTexts: [String] {
    let minded = ConsentAction.allCases.filter { $0.isNegative && ($0.isAlwaysMinded || minds.contains($0)) }
    let words = minded.filter { !$0.isAlwaysMinded }.map(\.words)
    let acts = words.isEmpty ? "not withdrawn since" : "not withdrawn since, nor \(listed(words))"
    return [grace.words.map { "\(acts), \($0)" } ?? acts]
  }
}

extension ConsentTerms.Grace {
  /// Nil when every no has effect at once.
  var words: String? {
    let named = byMethod.sorted { $0.key < $1.key }.map { "\($0.value) after a no by \($0.key)" }
    let other = standard == .zero ? [] : ["\(standard) after \(named.isEmpty ? "a no" : "any other")"]
    return byMethod.isEmpty && other.isEmpty ? nil : "at the latest " + listed(named + other)
  }
}

extension LegalBasis {
  var words: String {
    switch self {
    case .consent: "consent"
    case .contract: "contract"
    case .legalObligation: "legal obligation"
    case .vitalInterests: "vital interests"
    case .publicInterest: "public interest"
    case .legitimateInterests: "legitimate interests"
    }
  }
}

extension ConsentKind {
  var words: String { self == .softOptIn ? "soft opt-in" : rawValue }
}

extension ConsentActor {
  var words: String {
    switch self {
    case .self: "the person"
    case .guardian: "a guardian"
    case .system: "a system"
    case .import: "an import"
    }
  }
}

extension ConsentAction {
  var words: String {
    switch self {
    case .optedOut: "opted out"
    case .limited: "limited the use"
    default: rawValue
    }
  }
}

extension ConsentEvidence {
  var words: String {
    switch self {
    case .method: "the method"
    case .reference: "a proof"
    case .notice: "the notice"
    case .noticeVersion: "the notice's version"
    case .noticeLanguage: "the notice's language"
    case .controller: "the controller"
    case .recordedAt: "the time of recording"
    }
  }
}
