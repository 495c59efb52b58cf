internal import GovernanceModel

/// E-mail addresses to their domain, telephone numbers to their country calling code (ITU-T E.164).
enum ContactCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    guard case .text(let text) = value else { return nil }
    return switch level {
    case "full": value
    case "domain": domain(text).map { .text($0) }
    case "countryPrefix": countryPrefix(text).map { .text($0) }
    default: nil
    }
  }

  private static func domain(_ address: String) -> String? {
    guard let at = address.lastIndex(of: "@"), at != address.startIndex else { return nil }
    let domain = address[address.index(after: at)...]
    let isName = domain.utf8.allSatisfy { byte in
      (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte) || byte == 45 || byte == 46
        || byte >= 128
    }
    return domain.isEmpty || !isName || domain.first == "." || domain.last == "." ? nil : String(domain)
  }

  /// Codes are of one digit (zones 1 and 7), of two where listed, else of three.
  private static func countryPrefix(_ number: String) -> String? {
    var rest = number.drop { $0 == " " }
    if rest.hasPrefix("+") {
      rest.removeFirst()
    } else if rest.hasPrefix("00") {
      rest.removeFirst(2)
    } else {
      return nil
    }
    let digits = rest.filter { !" ()-./".contains($0) }
    guard (7...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ (48...57).contains($0) }),
      let first = digits.first, first != "0", let two = Int(digits.prefix(2))
    else { return nil }
    let length = first == "1" || first == "7" ? 1 : twoDigitCodes.contains(two) ? 2 : 3
    return "+" + digits.prefix(length)
  }

  private static let twoDigitCodes: Set<Int> = [
    20, 27, 30, 31, 32, 33, 34, 36, 39, 40, 41, 43, 44, 45, 46, 47, 48, 49, 51, 52, 53, 54, 55, 56, 57, 58, 60, 61, 62,
    63, 64, 65, 66, 81, 82, 84, 86, 90, 91, 92, 93, 94, 95, 98,
  ]
}
