internal import SourceDocuments

// The operators that flagd adds to JsonLogic. One that cannot work answers null, and the flag its default.
//
// Source: <https://flagd.dev/reference/specifications/custom-operations/>.

extension LogicEvaluator {
  mutating func ofFlagd(_ operation: LogicOperation) throws(LogicFailure) -> JSONValue {
    switch operation.name {
    case .fractional: return try fractional(operation, Self.bucket)
    case .fractionalEvaluation: return try fractional(operation, Self.legacyBucket)
    case .semanticVersion: return Self.semanticVersions(try eager(operation))
    default: return Self.affix(operation.name, try eager(operation))
    }
  }

  private static func affix(_ name: LogicOperator, _ arguments: [JSONValue]) -> JSONValue {
    guard arguments.count == 2, case .text(let text) = arguments[0], case .text(let part) = arguments[1] else {
      return .null
    }
    let (text8, part8) = (Array(text.utf8), Array(part.utf8))
    return .boolean(
      name == .startsWith ? text8.starts(with: part8) : text8.reversed().starts(with: part8.reversed()))
  }

  private static func semanticVersions(_ arguments: [JSONValue]) -> JSONValue {
    guard arguments.count == 3, case .text(let test) = arguments[1], let left = version(arguments[0]),
      let right = version(arguments[2])
    else { return .null }
    switch test {
    case "=": return .boolean(!(left < right) && !(right < left))
    case "!=": return .boolean(left < right || right < left)
    case "<": return .boolean(left < right)
    case "<=": return .boolean(!(right < left))
    case ">": return .boolean(right < left)
    case ">=": return .boolean(!(left < right))
    case "^": return .boolean(left.major == right.major)
    case "~": return .boolean(left.major == right.major && left.minor == right.minor)
    default: return .null
    }
  }

  private static func version(_ value: JSONValue) -> SemanticVersion? {
    switch value {
    case .text(let text): SemanticVersion(text, isLenient: true)
    case .number: SemanticVersion(value.asText, isLenient: true)
    default: nil
    }
  }

  // MARK: - Buckets

  /// A variant, which may be any value, and its share.
  struct Share {
    var variant: JSONValue
    var weight: Double
  }

  /// `[key, [variant, weight], …]`; without a key that is a text, the flag's name with the targeting key.
  private mutating func fractional(
    _ operation: LogicOperation, _ choose: (UInt32, [Share]) -> JSONValue
  ) throws(LogicFailure) -> JSONValue {
    var arguments = try eager(operation)[...]
    let key: String
    if case .text(let text)? = arguments.first {
      key = text
      arguments = arguments.dropFirst()
    } else if case .text(let targetingKey)? = scopes[0].context["targetingKey"] {
      key = (flagKey ?? "") + targetingKey
    } else {
      return .null
    }
    var shares: [Share] = []
    for argument in arguments {
      guard let parts = argument.elements, let variant = parts.first, parts.count <= 2 else { return .null }
      guard parts.count == 2 else {
        shares.append(Share(variant: variant, weight: 1))
        continue
      }
      guard case .number(let weight) = parts[1] else { return .null }
      shares.append(Share(variant: variant, weight: Swift.max(0, weight)))
    }
    return choose(MurmurHash3.hash32(key.utf8), shares)
  }

  /// (hash × total weight) / 2^32, in integers.
  private static func bucket(_ hash: UInt32, _ shares: [Share]) -> JSONValue {
    let weights = shares.map { UInt64(Swift.min($0.weight, 0x1p31)) }
    let total = weights.reduce(0, +)
    guard total > 0, total <= 0x7FFF_FFFF else { return .null }
    let bucket = (UInt64(hash) * total) >> 32
    var end: UInt64 = 0
    for (share, weight) in zip(shares, weights) {
      end += weight
      if bucket < end { return share.variant }
    }
    return .null
  }

  /// As flagd did before 2026: |hash| / (2^31 − 1) in hundredths.
  private static func legacyBucket(_ hash: UInt32, _ shares: [Share]) -> JSONValue {
    let total = shares.reduce(0) { $0 + $1.weight }
    guard total > 0 else { return .null }
    let bucket = Double(Int32(bitPattern: hash)).magnitude / Double(Int32.max) * 100
    var end = 0.0
    for share in shares {
      end += 100 * share.weight / total
      if bucket < end { return share.variant }
    }
    return .null
  }
}
