/// A decoded section `tcfcav1`: the TCF of IAB Canada, with express and implied consent.
@dynamicMemberLookup
package struct CanadianTCString: TCHeaded, Hashable, Sendable {
  /// How ranges are written: the specification codes them by Fibonacci numbers, libraries wrote 16-bit ends before 2026.
  package enum Wire: Hashable, Sendable, CaseIterable { case fibonacci, fixed }

  package struct Restriction: Hashable, Sendable {
    package var purpose: Int
    package var kind: Int
    package var vendors: IdentifierSet
  }

  package struct Publisher: Hashable, Sendable {
    package var express: [Bool]
    package var implied: [Bool]
    package var customExpress: [Bool]
    package var customImplied: [Bool]
  }

  package var version = 1
  package var header: TCHeader
  package var policyVersion = 0
  package var usesNonStandardTexts = false
  package var specialFeatures: [Bool] = []
  package var purposesExpress: [Bool] = []
  package var purposesImplied: [Bool] = []
  package var vendorsExpress = IdentifierSet()
  package var vendorsImplied = IdentifierSet()
  package var restrictions: [Restriction] = []
  package var publisher: Publisher?
  package var disclosedVendors: IdentifierSet?
  /// How the core is written.
  package var wire: Wire

  /// Both wires are tried, Fibonacci first: what does not encode to the same bits again was written the other way.
  package init(decoding text: Substring) throws(SignalError) {
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    let core = try Base64URL.decode(parts[0])
    self = try Self.written(in: core) { (reader, wire) throws(SignalError) in
      try CanadianTCString(core: &reader, wire)
    }
    for part in parts.dropFirst() {
      var reader = try Base64URL.decode(part)
      var ahead = reader
      switch try ahead.integer(3, "the segment's type") {
      case 1:
        disclosedVendors = try Self.written(in: reader) { (reader, wire) throws(SignalError) in
          DisclosedSegment(vendors: try reader.disclosed(wire), wire: wire)
        }.vendors
      case 3: publisher = try reader.canadianPublisher()
      case let type: throw SignalError(.malformed("a segment of type \(type) is unknown"))
      }
    }
  }

  /// What is read with the first wire that gives back the same bits.
  private static func written<Part: CanadianPart>(
    in bits: BitReader, _ read: (inout BitReader, Wire) throws(SignalError) -> Part
  ) throws(SignalError) -> Part {
    var failure: SignalError?
    var last: Part?
    for wire in Wire.allCases {
      do {
        var reader = bits
        let part = try read(&reader, wire)
        if bits.startsAlike(part.bits) { return part }
        last = part
      } catch { failure = failure ?? error }
    }
    // Legal but not shortest bits come back changed in either wire: the older one wrote those.
    if let last { return last }
    throw failure ?? SignalError(.empty)
  }
}

/// A part of the section that can be written again as it was read.
protocol CanadianPart {
  var bits: [Bool] { get }
}

struct DisclosedSegment: CanadianPart {
  let vendors: IdentifierSet
  let wire: CanadianTCString.Wire

  var bits: [Bool] {
    var writer = BitWriter()
    writer.integer(1, 3)
    writer.section(vendors, wire)
    return writer.bits
  }
}
