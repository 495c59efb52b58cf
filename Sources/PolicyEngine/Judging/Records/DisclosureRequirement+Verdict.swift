package import GovernanceModel

/// One disclosure, as recorded or as a rule declares it; nil is not known.
package struct DisclosureRecord: Hashable, Sendable {
  package var recipient: String?
  package var isSale: Bool?
  /// ISO 3166-1 alpha-2.
  package var country: String?
  package var safeguard: String?
  package init(recipient: String?, isSale: Bool? = nil, country: String? = nil, safeguard: String? = nil) {
    (self.recipient, self.isSale, self.country, self.safeguard) = (recipient, isSale, country, safeguard)
  }
}

extension DisclosureRequirement {
  /// Judges recipient, sale and transfer; the gravest verdict, in this order among equals.
  ///
  /// Country and safeguard that the record lacks are those of the project's declared recipient.
  package func verdict(of record: DisclosureRecord, declared: [DeclaredRecipient]) -> Verdict {
    let known = declared.first { $0.name == record.recipient }
    return recipientVerdict(record.recipient, isDeclared: known != nil)
      .combined(with: saleVerdict(record.isSale))
      .combined(
        with: transferVerdict(
          country: record.country ?? known?.country, safeguard: record.safeguard ?? known?.safeguard))
  }

  private func recipientVerdict(_ recipient: String?, isDeclared: Bool) -> Verdict {
    guard let recipient else { return .unverifiable(.undeclaredRecipient) }
    if recipients.isEmpty { return isDeclared ? .compliant : .violation(.undeclaredRecipient) }
    return recipients.contains(recipient) ? .compliant : .violation(.recipientNotAllowed)
  }

  private func saleVerdict(_ isSale: Bool?) -> Verdict {
    guard sale == false else { return .compliant }
    guard let isSale else { return .unverifiable(.saleNotAllowed) }
    return isSale ? .violation(.saleNotAllowed) : .compliant
  }

  private func transferVerdict(country: String?, safeguard: String?) -> Verdict {
    guard !countries.isEmpty else { return .compliant }
    if let country, countries.contains(country) { return .compliant }
    if let safeguard, safeguards.contains(safeguard) { return .compliant }
    return country == nil ? .unverifiable(.transferNotAllowed) : .violation(.transferNotAllowed)
  }
}
