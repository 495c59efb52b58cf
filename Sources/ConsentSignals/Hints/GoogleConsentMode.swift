/// The consent that Google's tags were told, as their requests carry it: a hint, never sole proof.
///
/// `gcs` is `G1` and a digit each for advertising and analytics storage. The letters of `gcd` are not documented by
/// Google; their reading is the community's.
package struct GoogleConsentMode: Hashable, Sendable {
  package enum Signal: String, Hashable, Sendable, CaseIterable {
    case advertisingStorage = "ad_storage"
    case analyticsStorage = "analytics_storage"
    case advertisingUserData = "ad_user_data"
    case advertisingPersonalization = "ad_personalization"
  }

  package enum State: String, Hashable, Sendable { case unset, denied, granted }

  package struct Answer: Hashable, Sendable {
    package var byDefault: State
    package var byUpdate: State
    package init(byDefault: State, byUpdate: State) { (self.byDefault, self.byUpdate) = (byDefault, byUpdate) }
    /// An update goes before the default.
    package var now: State { byUpdate == .unset ? byDefault : byUpdate }
  }

  package var answers: [Signal: Answer]

  /// Decodes the value of `gcs`, such as `G101`.
  package init(gcs text: String) throws(SignalError) {
    let characters = Array(text.utf8)
    guard characters.count == 4, text.hasPrefix("G1") else {
      throw SignalError(.malformed("gcs is `G1` and two of 0, 1 and -"))
    }
    answers = [:]
    for (signal, index) in zip([Signal.advertisingStorage, .analyticsStorage], 2...) {
      let state: State
      switch characters[index] {
      case UInt8(ascii: "0"): state = .denied
      case UInt8(ascii: "1"): state = .granted
      case UInt8(ascii: "-"): state = .unset
      default: throw SignalError(.alphabet(column: index + 1))
      }
      answers[signal] = Answer(byDefault: .unset, byUpdate: state)
    }
  }

  /// Decodes the value of `gcd`, such as `11t1t1t1t5`: `11`, then a letter a signal with a `1` between them.
  package init(gcd text: String) throws(SignalError) {
    let characters = Array(text.utf8)
    guard characters.count >= 9, text.hasPrefix("1") else {
      throw SignalError(.malformed("gcd is `11` and four letters with a digit between each two"))
    }
    answers = [:]
    for (signal, index) in zip(Signal.allCases, stride(from: 2, through: 8, by: 2)) {
      guard let answer = Self.answer(characters[index]) else { throw SignalError(.alphabet(column: index + 1)) }
      answers[signal] = answer
    }
  }

  private static func answer(_ letter: UInt8) -> Answer? {
    switch Unicode.Scalar(letter) {
    case "l": Answer(byDefault: .unset, byUpdate: .unset)
    case "p": Answer(byDefault: .denied, byUpdate: .unset)
    case "q": Answer(byDefault: .denied, byUpdate: .denied)
    case "t": Answer(byDefault: .granted, byUpdate: .unset)
    case "r": Answer(byDefault: .denied, byUpdate: .granted)
    case "m": Answer(byDefault: .unset, byUpdate: .denied)
    case "n": Answer(byDefault: .unset, byUpdate: .granted)
    case "u": Answer(byDefault: .granted, byUpdate: .denied)
    case "v": Answer(byDefault: .granted, byUpdate: .granted)
    default: nil
    }
  }
}
