/// The ground of a processing, GDPR Article 6(1)(a) to (f).
public enum LegalBasis: String, Hashable, Sendable, CaseIterable {
  case consent
  case contract
  case legalObligation
  case vitalInterests
  case publicInterest
  case legitimateInterests

  /// Reads the names of this product and those of fideslang (`Legitimate interests`), without regard to case.
  public init?(named name: String) {
    if let own = LegalBasis(rawValue: name) {
      self = own
      return
    }
    let folded = name.lowercased().filter { $0.isLetter }
    let found = Self.allCases.first { basis in
      let own = basis.rawValue.lowercased()
      return own == folded || own == folded + "s" || own + "s" == folded || "\(own)interest" == folded
    }
    guard let found else { return nil }
    self = found
  }
}
