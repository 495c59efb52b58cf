/// The US Privacy string (IAB CCPA framework): four characters, deprecated since 2024, still found.
package struct USPrivacyString: Hashable, Sendable {
  /// One digit; 1 is the only one that was ever specified.
  package var version: Int
  /// `Y`, `N` or `-` (not applicable), as written.
  package var notice: Character
  package var optOutOfSale: Character
  package var limitedServiceProvider: Character

  package init(decoding text: Substring) throws(SignalError) {
    let characters = Array(text)
    guard characters.count == 4 else {
      throw SignalError(.malformed("a US Privacy string has 4 characters, not \(characters.count)"))
    }
    guard let version = characters[0].wholeNumberValue, characters[0].isASCII else {
      throw SignalError(.malformed("a US Privacy string begins with its version"))
    }
    self.version = version
    for (index, character) in characters.enumerated().dropFirst() where !"YNyn-".contains(character) {
      throw SignalError(.alphabet(column: index + 1))
    }
    (notice, optOutOfSale, limitedServiceProvider) = (characters[1], characters[2], characters[3])
  }

  package var encoded: String { "\(version)\(notice)\(optOutOfSale)\(limitedServiceProvider)" }
  package var isOptedOut: Bool { optOutOfSale == "Y" || optOutOfSale == "y" }
}
