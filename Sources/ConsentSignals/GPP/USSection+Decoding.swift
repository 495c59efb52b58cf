extension USSection {
  /// Decodes the text of a section: the core, then what its layout appends, separated by dots.
  package init(decoding text: Substring, as layout: USLayout) throws(SignalError) {
    self.init(layout, version: 0, values: [])
    var isCoreRead = false
    let parts = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    for (index, part) in parts.enumerated() {
      var reader = try Base64URL.decode(part)
      switch layout.appendix {
      case .sensitiveData(let count) where index == 1:
        sensitiveData = try reader.integers(count, width: 2, "the sensitive data")
      case .globalPrivacyControl:
        if try readTyped(&reader) { isCoreRead = true }
      case .none, .sensitiveData:
        // Reference decoders look at no further part.
        guard index == 0 else { continue }
        try readCore(&reader)
        isCoreRead = true
      }
    }
    guard isCoreRead else { throw SignalError(.truncated("the core")) }
  }

  /// The first two bits tell the core (00) from the control (01). True for the core.
  private mutating func readTyped(_ reader: inout BitReader) throws(SignalError) -> Bool {
    var ahead = reader
    switch try ahead.integer(2, "the segment's type") {
    case 0:
      try readCore(&reader)
      return true
    case 1:
      globalPrivacyControl = try ahead.boolean("Global Privacy Control")
      return false
    case let type: throw SignalError(.malformed("a segment of type \(type) is unknown"))
    }
  }

  private mutating func readCore(_ reader: inout BitReader) throws(SignalError) {
    // Strings of usnat exist whose version and length disagree: the length tells how they were written, the version
    // how many answers they mean (as iabgpp-es reads them).
    let isNational = layout.id == 7
    let isShort = isNational && reader.bitCount < 70
    version = try reader.integer(6, "the version")
    for field in layout.fields {
      guard let count = field.count else {
        values.append(.one(try reader.integer(2, field.name)))
        continue
      }
      let written = isShort ? Self.firstNational(count) : count
      var list = try reader.integers(written, width: 2, field.name)
      if isNational {
        let meant = version == 1 ? Self.firstNational(count) : count
        list = Array(list.prefix(meant)) + Array(repeating: 0, count: max(0, meant - list.count))
      }
      values.append(.many(list))
    }
  }

  /// Version 1 of usnat had 12 kinds of sensitive data where version 2 has 16, and 2 of children where it has 3.
  private static func firstNational(_ count: Int) -> Int { count == 16 ? 12 : count == 3 ? 2 : count }
}
