internal import GovernanceModel

extension TCString {
  /// The string in its shortest form: each vendor section as whichever of bit field and ranges is shorter; segments in
  /// the order of ``segments``.
  package var encoded: String {
    var isCoreWritten = false
    return segments.compactMap { segment -> String? in
      var writer = BitWriter()
      switch segment {
      case .core:
        guard !isCoreWritten else { return nil }
        isCoreWritten = true
        writeCore(&writer)
      case .disclosedVendors:
        guard let disclosedVendors else { return nil }
        writer.integer(1, 3)
        writer.fixedSection(disclosedVendors)
      case .allowedVendors:
        guard let allowedVendors else { return nil }
        writer.integer(2, 3)
        writer.fixedSection(allowedVendors)
      case .publisherTC:
        guard let publisher else { return nil }
        writer.integer(3, 3)
        writer.publisherPurposes(publisher)
      }
      writer.fillByte()
      return Base64URL.encode(writer.bits)
    }.joined(separator: ".")
  }

  private func writeCore(_ writer: inout BitWriter) {
    writer.integer(2, 6)
    header.write(to: &writer)
    writer.integer(policyVersion, 6)
    writer.boolean(isServiceSpecific)
    writer.boolean(usesNonStandardTexts)
    writer.field(specialFeatureOptIns, Self.specialFeatureCount)
    writer.field(purposesConsent, Self.purposeCount)
    writer.field(purposesLegitimateInterest, Self.purposeCount)
    writer.boolean(purposeOneTreatment)
    writer.letters(publisherCountry, 2)
    writer.fixedSection(vendorConsents)
    writer.fixedSection(vendorLegitimateInterests)
    let entries = restrictions.flatMap(\.countable)
    writer.integer(entries.count, 12)
    for restriction in entries {
      writer.integer(restriction.purpose, 6)
      writer.integer(restriction.kind.rawValue, 2)
      writer.fixedRanges(restriction.vendors)
    }
  }
}

extension TCString.PublisherRestriction {
  /// Entries of at most 4,095 ranges, which is as many as twelve bits count; readers unite them.
  fileprivate var countable: [TCString.PublisherRestriction] {
    let (runs, most) = (vendors.runs, 4095)
    guard runs.count > most else { return [self] }
    return stride(from: 0, to: runs.count, by: most).map { start in
      var part = IdentifierSet()
      for run in runs[start..<min(start + most, runs.count)] { part.insert(run) }
      return TCString.PublisherRestriction(purpose: purpose, kind: kind, vendors: part)
    }
  }
}

extension BitWriter {
  /// Tenths of a second since 1970 in 36 bits.
  mutating func instant(_ instant: Instant) { integer(Int(instant.microseconds / 100_000), 36) }

  fileprivate mutating func publisherPurposes(_ purposes: TCString.PublisherPurposes) {
    field(purposes.consent, TCString.purposeCount)
    field(purposes.legitimateInterest, TCString.purposeCount)
    integer(purposes.customCount, 6)
    field(purposes.customConsent, purposes.customCount)
    field(purposes.customLegitimateInterest, purposes.customCount)
  }
}
