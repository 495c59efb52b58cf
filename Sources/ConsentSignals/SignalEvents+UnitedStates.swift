internal import ConsentHistory
package import GovernanceModel

/// What opting out under US state law ends (CCPA 1798.120, 1798.121; the other states' targeted advertising and sale).
extension SignalEvents {
  /// Every purpose that an event of a signal can have.
  package static let purposes = TCFPurpose.all.flatMap(\.uses) + sale + targeting

  private static let sale = [DataUse("third_party_sharing")]
  private static let targeting = [
    DataUse("marketing.advertising.third_party"), DataUse("marketing.advertising.first_party.targeted"),
  ]

  func events(of section: GPPString.Section) -> [Event] {
    switch section {
    case .europe(let string): events(of: ConsentSignal.tcf(string))
    case .canada(let string): events(of: string)
    case .usPrivacy(let string): string.isOptedOut ? optOuts(of: Self.sale, at: nil) : []
    case .us(let section): events(of: section)
    case .unknown: []
    }
  }

  /// The value of the request header `Sec-GPC`: only exactly `1` is a signal.
  package func events(ofGPCHeader value: String) -> [Event] {
    GlobalPrivacyControl.isSignalled(headers: [value]) ? optOuts(of: Self.sale + Self.targeting, at: nil) : []
  }

  private func events(of section: USSection) -> [Event] {
    // Global Privacy Control opts out of sale, sharing and targeting at once.
    if section.globalPrivacyControl == true { return optOuts(of: Self.sale + Self.targeting, at: nil) }
    var ended: [DataUse] = []
    if section.says(1, "SaleOptOut") || section.says(1, "SharingOptOut") { ended += Self.sale }
    if section.says(1, "TargetedAdvertisingOptOut") || section.says(1, "SharingOptOut") { ended += Self.targeting }
    return optOuts(of: ended, at: nil)
  }

  private func optOuts(of uses: [DataUse], at: Moment?) -> [Event] {
    uses.map { Event(purpose: $0, action: .optedOut, kind: .express, at: at, expiresAt: nil, method: "signal") }
  }

  private func events(of string: CanadianTCString) -> [Event] {
    TCFPurpose.all.flatMap { purpose -> [Event] in
      let (express, implied) = (string.purposesExpress[purpose.id - 1], string.purposesImplied[purpose.id - 1])
      let vendors = express ? string.vendorsExpress : string.vendorsImplied
      let isGiven = (express || implied) && vendor.map { vendors.contains($0) } ?? true
      return purpose.uses.map {
        Event(
          purpose: $0, action: isGiven ? .given : .refused, kind: express ? .express : .implied,
          at: Moment(string.lastUpdated), expiresAt: nil, method: "tcf")
      }
    }
  }
}
