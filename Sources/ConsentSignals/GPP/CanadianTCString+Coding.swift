internal import GovernanceModel

extension CanadianTCString {
  init(core reader: inout BitReader, _ wire: Wire) throws(SignalError) {
    let version = try reader.integer(6, "the version")
    guard version == 1 else { throw SignalError(.unsupportedVersion(version)) }
    header = try TCHeader(&reader)
    policyVersion = try reader.integer(6, "the policy's version")
    usesNonStandardTexts = try reader.boolean("the bit of non-standard texts")
    specialFeatures = try reader.booleans(TCString.specialFeatureCount, "the special features")
    purposesExpress = try reader.booleans(TCString.purposeCount, "the purposes of express consent")
    purposesImplied = try reader.booleans(TCString.purposeCount, "the purposes of implied consent")
    self.wire = wire
    vendorsExpress = try reader.section(wire, "the vendors of express consent")
    vendorsImplied = try reader.section(wire, "the vendors of implied consent")
    let what = "the publisher's restrictions"
    for _ in 0..<(try reader.integer(12, what)) {
      let (purpose, kind) = (try reader.integer(6, what), try reader.integer(2, what))
      restrictions.append(Restriction(purpose: purpose, kind: kind, vendors: try reader.restricted(wire, what)))
    }
  }

  /// In the wire in which the core was read.
  package var encoded: String {
    var text = Base64URL.encode(bits)
    if let publisher { text += "." + Base64URL.encode(publisher.bits) }
    if let disclosedVendors {
      text += "." + Base64URL.encode(DisclosedSegment(vendors: disclosedVendors, wire: wire).bits)
    }
    return text
  }
}

extension CanadianTCString: CanadianPart {
  /// The core.
  var bits: [Bool] {
    var writer = BitWriter()
    writer.integer(version, 6)
    header.write(to: &writer)
    writer.integer(policyVersion, 6)
    writer.boolean(usesNonStandardTexts)
    writer.booleans(specialFeatures, TCString.specialFeatureCount)
    writer.booleans(purposesExpress, TCString.purposeCount)
    writer.booleans(purposesImplied, TCString.purposeCount)
    writer.section(vendorsExpress, wire)
    writer.section(vendorsImplied, wire)
    writer.integer(restrictions.count, 12)
    for restriction in restrictions {
      writer.integer(restriction.purpose, 6)
      writer.integer(restriction.kind, 2)
      if wire == .fixed { writer.fixedRanges(restriction.vendors) } else { writer.section(restriction.vendors, wire) }
    }
    return writer.bits
  }
}

extension CanadianTCString.Publisher {
  fileprivate var bits: [Bool] {
    var writer = BitWriter()
    writer.integer(3, 3)
    writer.booleans(express, TCString.purposeCount)
    writer.booleans(implied, TCString.purposeCount)
    writer.integer(customExpress.count, 6)
    writer.booleans(customExpress, customExpress.count)
    writer.booleans(customImplied, customExpress.count)
    return writer.bits
  }
}

extension BitWriter {
  mutating func section(_ set: IdentifierSet, _ wire: CanadianTCString.Wire) {
    switch wire {
    case .fibonacci: fibonacciSection(set)
    case .fixed: fixedSection(set)
    }
  }
}

extension BitReader {
  fileprivate mutating func section(_ wire: CanadianTCString.Wire, _ what: String) throws(SignalError) -> IdentifierSet
  {
    switch wire {
    case .fibonacci: try fibonacciSection(what)
    case .fixed: try fixedSection(what)
    }
  }

  /// Vendors of a restriction: in the older wire only ranges, without a greatest identifier.
  fileprivate mutating func restricted(
    _ wire: CanadianTCString.Wire, _ what: String
  ) throws(SignalError) -> IdentifierSet {
    guard wire == .fixed else { return try fibonacciSection(what) }
    var set = IdentifierSet()
    try fixedRanges(into: &set, greatest: nil, what)
    return set
  }

  /// A segment of disclosed vendors, its type included.
  mutating func disclosed(_ wire: CanadianTCString.Wire) throws(SignalError) -> IdentifierSet {
    _ = try integer(3, "the segment's type")
    return try section(wire, "the disclosed vendors")
  }

  mutating func canadianPublisher() throws(SignalError) -> CanadianTCString.Publisher {
    _ = try integer(3, "the segment's type")
    let express = try booleans(TCString.purposeCount, "the publisher's express consents")
    let implied = try booleans(TCString.purposeCount, "the publisher's implied consents")
    let count = try integer(6, "the number of custom purposes")
    return CanadianTCString.Publisher(
      express: express, implied: implied, customExpress: try booleans(count, "the custom express consents"),
      customImplied: try booleans(count, "the custom implied consents"))
  }

  /// True when these bits begin with the others and only zeros follow.
  func startsAlike(_ other: [Bool]) -> Bool {
    var reader = self
    guard other.count <= reader.remaining else { return false }
    for bit in other where (try? reader.integer(1, "")) != (bit ? 1 : 0) { return false }
    while reader.remaining > 0 { if (try? reader.integer(1, "")) != 0 { return false } }
    return true
  }
}
