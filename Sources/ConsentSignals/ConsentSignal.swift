package import SourceDocuments

/// A string in which consent or its refusal travels, of whichever standard.
package enum ConsentSignal: Hashable, Sendable {
  case tcf(TCString)
  /// TCF 1.1.
  case legacyTCF(LegacyTCString)
  case gpp(GPPString)
  /// One section of GPP by itself.
  case section(GPPString.Entry)
  case usPrivacy(USPrivacyString)
  case gcs(GoogleConsentMode)
  case gcd(GoogleConsentMode)

  package enum Kind: String, CaseIterable, Sendable {
    case tcf, gpp, uspv1, gcs, gcd
  }

  /// Bytes of the longest text that is looked at, all parts together. Vendor sections of all 65,535 vendors come to 11,000
  /// characters each; what is longer than this would only cost time.
  package static let limit = 1 << 20

  /// Decodes a text by what it looks like: `C` or `B` begins a TC string, `D` a GPP string, `G1` Google's `gcs`; four
  /// characters are a US Privacy string, `11` and more a `gcd`. Blanks around it do not count.
  package init(decoding text: some StringProtocol) throws(SignalError) {
    guard text.utf8.count <= Self.limit else { throw .tooLong }
    let text = String(text.drop { $0.isWhitespace }.reversed().drop { $0.isWhitespace }.reversed())
    switch text.utf8.first {
    case nil: throw SignalError(.empty)
    case UInt8(ascii: "D") where !text.hasPrefix("DQ"): self = .gpp(try GPPString(decoding: text))
    case UInt8(ascii: "G") where text.utf8.count == 4: self = .gcs(try GoogleConsentMode(gcs: text))
    case UInt8(ascii: "1") where text.utf8.count == 4: self = .usPrivacy(try USPrivacyString(decoding: text[...]))
    case UInt8(ascii: "1") where text.utf8.count >= 9: self = .gcd(try GoogleConsentMode(gcd: text))
    default: try self.init(decodingTCString: text)
    }
  }

  package init(decodingTCString text: String) throws(SignalError) {
    if text.utf8.first == UInt8(ascii: "B") {
      self = .legacyTCF(try LegacyTCString(decoding: text))
    } else {
      self = .tcf(try TCString(decoding: text))
    }
  }

  /// Decodes a text as what it is said to be.
  ///
  /// - Parameter kind: a ``Kind`` or the name of a section of GPP, such as `usnat`.
  package init(decoding text: String, as kind: String) throws(SignalError) {
    guard text.utf8.count <= Self.limit else { throw .tooLong }
    switch Kind(rawValue: kind) {
    case .tcf: try self.init(decodingTCString: text)
    case .gpp: self = .gpp(try GPPString(decoding: text))
    case .uspv1: self = .usPrivacy(try USPrivacyString(decoding: text[...]))
    case .gcs: self = .gcs(try GoogleConsentMode(gcs: text))
    case .gcd: self = .gcd(try GoogleConsentMode(gcd: text))
    case nil:
      guard let id = GPPString.id(ofSection: kind) else {
        throw SignalError(.malformed("no kind of signal is named like that"))
      }
      if id == 3 {
        self = .gpp(GPPString(try GPPString.sectionIDs(text[...]).map { .init(id: $0, section: .unknown("")) }))
      } else {
        self = .section(.init(id: id, section: try GPPString.section(id, text[...])))
      }
    }
  }

  /// The TC string of the European framework, by itself or within GPP.
  package var tcf: TCString? {
    switch self {
    case .tcf(let string): return string
    case .gpp(let string):
      for case .europe(let string) in string.entries.map(\.section) { return string }
      return nil
    default: return nil
    }
  }

  /// The fields under the names of the standard's reference decoders.
  package var json: JSONValue {
    switch self {
    case .tcf(let string): string.json
    case .legacyTCF(let string): string.json
    case .gpp(let string): string.json
    case .section(let entry): entry.section.json
    case .usPrivacy(let string): string.json
    case .gcs(let mode), .gcd(let mode): mode.json
    }
  }
}

extension GoogleConsentMode {
  var json: JSONValue {
    .object(
      Dictionary(
        answers.map { signal, answer in
          let states = ["default": answer.byDefault, "update": answer.byUpdate, "now": answer.now]
          return (signal.rawValue, JSONValue.object(states.mapValues { .text($0.rawValue) }))
        }, uniquingKeysWith: { $1 }))
  }
}
