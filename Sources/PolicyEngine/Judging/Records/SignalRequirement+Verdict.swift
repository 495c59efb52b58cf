package import ConsentSignals
package import GovernanceModel

extension SignalRequirement {
  /// Judges a consent string that came in at a moment; one that cannot be decoded cannot be judged.
  package func verdict(of text: String, at moment: Moment) -> Verdict {
    guard let signal = try? ConsentSignal(decoding: text) else { return .unverifiable(.unreadableValue) }
    return faults(of: signal, at: moment).isEmpty ? .compliant : .violation(.invalidSignal)
  }

  /// The forbidden faults that the string has, each once, in the order of their declaration.
  package func faults(of signal: ConsentSignal, at moment: Moment) -> [Fault] {
    let named = Set(signal.remarks(at: moment.end, terms: terms).map(\.name))
    return Fault.allCases.filter { forbid.contains($0) && named.contains($0.rawValue) }
  }

  private var terms: TCFTerms {
    var terms = TCFTerms.current
    if let disclosedVendorsSince { terms.disclosedVendorsSince = disclosedVendorsSince }
    if let policyFourSince { terms.policyFourSince = policyFourSince }
    if let refresh { terms.refresh = refresh }
    return terms
  }
}
