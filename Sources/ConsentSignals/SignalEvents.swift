package import ConsentHistory
package import GovernanceModel

/// The consent events that a signal stands for, without the person.
///
/// A string replaces the one before it as a whole: what it does not permit is refused from its instant on. US signals say
/// who opted out; that somebody did not is no consent and gives no event.
package struct SignalEvents: Sendable {
  /// Whose permission is asked: a vendor of TCF; nil asks the purposes alone.
  package var vendor: Int?
  package var terms: TCFTerms

  package init(vendor: Int? = nil, terms: TCFTerms = .current) { (self.vendor, self.terms) = (vendor, terms) }

  package struct Event: Hashable, Sendable {
    package var purpose: DataUse
    package var action: ConsentAction
    package var kind: ConsentKind
    /// When the signal itself says that it was made; nil where only its recording tells.
    package var at: Moment?
    package var expiresAt: Moment?
    /// `tcf`, `signal`: how it was captured.
    package var method: String
  }

  package func events(of signal: ConsentSignal) -> [Event] {
    switch signal {
    case .tcf(let string): events(of: string)
    case .legacyTCF(let string):
      // Valid for nobody since TCF 1 ended: whatever it permitted is no consent now.
      TCFPurpose.all.flatMap { purpose in
        purpose.uses.map {
          Event(
            purpose: $0, action: .invalidated, kind: .express, at: Moment(string.lastUpdated), expiresAt: nil,
            method: "tcf")
        }
      }
    case .gpp(let string): string.entries.flatMap { events(of: $0.section) }
    case .section(let entry): events(of: entry.section)
    case .usPrivacy(let string): events(of: GPPString.Section.usPrivacy(string))
    // A hint is no evidence.
    case .gcs, .gcd: []
    }
  }

  private func events(of string: TCString) -> [Event] {
    let at = Self.moment(string.lastUpdated)
    let isInvalid = string.remarks(at: string.lastUpdated, terms: terms).contains { $0.isInvalidating }
    let isVendorAllowed = vendor.map { string.vendorConsents.contains($0) } ?? true
    return TCFPurpose.all.flatMap { purpose -> [Event] in
      if purpose.id == 1, string.purposeOneTreatment { return [] }
      let isGiven = isVendorAllowed && string.purposesConsent.contains(purpose.id) && !isBarred(purpose.id, string)
      let action: ConsentAction = isInvalid ? .invalidated : isGiven ? .given : .refused
      let expiry = action == .given ? Moment(terms.refresh.added(to: string.lastUpdated)) : nil
      return purpose.uses.map {
        Event(purpose: $0, action: action, kind: .express, at: at, expiresAt: expiry, method: "tcf")
      }
    }
  }

  /// The publisher forbids the vendor the purpose, or demands another ground than consent.
  private func isBarred(_ purpose: Int, _ string: TCString) -> Bool {
    guard let vendor else { return false }
    return string.restrictions.contains { restriction in
      restriction.purpose == purpose && restriction.vendors.contains(vendor)
        && (restriction.kind == .notAllowed || restriction.kind == .requireLegitimateInterest)
    }
  }

  /// Since TCF 2.2 strings are dated by the day: midnight names the whole day.
  private static func moment(_ instant: Instant) -> Moment {
    guard instant.timeOfDay == 0 else { return Moment(instant) }
    return Moment(from: instant, until: instant.advanced(byMicroseconds: Instant.microsecondsPerDay))
  }
}
