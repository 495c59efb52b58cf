internal import ConsentHistory
internal import GovernanceModel

extension ProhibitRequirement {
  var obligationText: String {
    "none of the control's data categories is read" + (includesInferred ? ", nor inferred from other data" : "")
  }
}

extension GranularityRequirement {
  var obligationText: String {
    var levels = maximum.map { "\($0.family.rawValue) at \($0.level)" }
    if let placeRadius { levels.append("place within \(metres(placeRadius))") }
    return "data is no finer than \(listed(levels, "and"))"
  }
}

extension CrowdRequirement {
  var obligationText: String {
    switch of {
    case .quasiIdentifiers: "at least \(atLeast) people share each combination of quasi-identifiers"
    case .audience: "an audience has at least \(atLeast) members"
    }
  }
}

extension EvidenceRequirement {
  var obligationText: String {
    let names = ConsentEvidence.allCases.filter(fields.contains).map(\.words)
    var parts = names.isEmpty ? [] : ["each consent on record carries \(listed(names, "and"))"]
    if !forbiddenMethods.isEmpty { parts.append("no consent was captured by \(listed(forbiddenMethods.sorted()))") }
    if let recordedWithin { parts.append("each consent was recorded within \(recordedWithin)") }
    let faults = EventFault.allCases.filter(forbid.contains).map(\.words)
    if !faults.isEmpty { parts.append("no event is \(listed(faults))") }
    if let signals { parts.append(signals.obligationText) }
    return parts.joined(separator: "; ")
  }
}

extension EvidenceRequirement.EventFault {
  fileprivate var words: String {
    switch self {
    case .future: "dated in the future"
    case .duplicate: "recorded twice"
    case .conflicting: "contradicted by another at the same instant"
    }
  }
}

extension SignalRequirement {
  fileprivate var obligationText: String {
    let names = Fault.allCases.filter(forbid.contains).map(\.rawValue)
    var text = "no consent string is \(listed(names))"
    if let disclosedVendorsSince { text += ", disclosed vendors asked for since \(disclosedVendorsSince.date)" }
    if let policyFourSince { text += ", policy version 4 since \(policyFourSince.date)" }
    if let refresh { text += ", stale after \(refresh)" }
    return text
  }
}

extension ReaskRequirement {
  var obligationText: String {
    let answers = ConsentAction.allCases.filter(following.contains).map(\.noun)
    return "nobody is asked again sooner than \(after) after a \(answers.isEmpty ? "no" : listed(answers))"
  }
}

extension ConsentAction {
  fileprivate var noun: String {
    switch self {
    case .given: "yes"
    case .renewed: "renewal"
    case .refused: "refusal"
    case .withdrawn: "withdrawal"
    case .invalidated: "invalidation"
    case .revoked: "revocation"
    case .erased: "erasure"
    case .objected: "objection"
    case .optedOut: "opt-out"
    case .limited: "limitation"
    case .requested: "request"
    case .deferred: "deferral"
    }
  }
}

extension DeadlineRequirement {
  var obligationText: String {
    let whose = requests.isEmpty ? "a request" : "a request of type \(listed(requests.sorted()))"
    return "\(whose) is answered within \(within)" + (extended.map { ", or \($0) where it was extended" } ?? "")
  }
}

extension DisclosureRequirement {
  var obligationText: String {
    var parts = [
      recipients.isEmpty
        ? "data goes to declared recipients only" : "data goes to \(listed(recipients.sorted())) only"
    ]
    if sale == false { parts.append("it is not sold") }
    if !countries.isEmpty {
      let safe = safeguards.isEmpty ? "" : " unless under \(listed(safeguards.sorted()))"
      parts.append("it stays in \(listed(countries.sorted()))\(safe)")
    }
    return parts.joined(separator: ", ")
  }
}

extension ReviewRequirement {
  var obligationText: String {
    var needs: [String] = []
    if owner { needs.append("an owner") }
    if purpose { needs.append("a purpose") }
    if let every { needs.append("a review no older than \(every)") }
    if end { needs.append("an end date") }
    if cap { needs.append("a frequency cap") }
    if let lookBack { needs.append("a look-back window of at most \(lookBack)") }
    if explicitFields { needs.append("named fields in place of a wildcard") }
    return "a rule has \(listed(needs, "and"))"
  }

  var parameters: [Parameter] {
    [("every", every), ("lookBack", lookBack)].compactMap { name, period in
      period.map { Parameter(name, "\($0)") }
    }
  }
}

extension HygieneRequirement {
  /// The faults that are forbidden, in the order of their declaration; an empty list in the pack forbids all.
  package var forbidden: [Fault] { Fault.allCases.filter { forbid.isEmpty || forbid.contains($0) } }

  var obligationText: String { "no rule is or holds: \(listed(forbidden.map(\.words)))" }
}

extension HygieneRequirement.Fault {
  var words: String {
    switch self {
    case .personalLiteral: "a personal literal"
    case .tableGap: "a table with a gap"
    case .tableOverlap: "a table whose rows overlap"
    case .unusedInput: "an input that nothing reads"
    case .unboundedWrite: "a write without bounds"
    case .identityMerge: "a merge of profiles"
    case .unreadConsent: "consent that no rule reads"
    default: rawValue
    }
  }
}
