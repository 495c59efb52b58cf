internal import GovernanceModel

/// Coordinates: texts `48.8583701,2.2944813` and single decimal numbers, with fewer decimals.
///
/// A level that is no number of decimals (`city`) becomes the finest number of decimals that is no finer; a whole degree is
/// the coarsest.
enum PlaceCoarsening {
  static func coarse(_ value: Value, _ level: String) -> Value? {
    guard let decimals = decimals(level) else { return nil }
    switch value {
    case .text(let text):
      let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { $0.filter { $0 != " " } }
      guard parts.count == 2, let latitude = cut(parts[0], decimals, limit: 90),
        let longitude = cut(parts[1], decimals, limit: 180)
      else { return nil }
      return .text("\(latitude),\(longitude)")
    case .decimal(let number):
      guard number.isFinite, abs(number) <= 180 else { return nil }
      return cut("\(number)", decimals, limit: 180).flatMap { Double($0) }.map { .decimal($0) }
    default: return nil
    }
  }

  private static func decimals(_ level: String) -> Int? {
    switch level {
    case "coordinates6": 6
    case "coordinates5": 5
    case "coordinates4": 4
    case "street", "coordinates3": 3
    case "postcode", "coordinates2": 2
    case "city", "postcodePrefix", "coordinates1": 1
    case "region": 0
    default: nil
    }
  }

  /// Cuts, never rounds: the result names the cell in which the place lies.
  private static func cut(_ number: String, _ decimals: Int, limit: Double) -> String? {
    let isPlain = number.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 || $0 == 46 }
    guard isPlain, let value = Double(number), abs(value) <= limit else {
      // Decimals so small that they are written with an exponent.
      return Double(number).flatMap { abs($0) < 1e-4 ? "0" : nil }
    }
    guard let point = number.firstIndex(of: "."), decimals > 0 else { return String(number.prefix { $0 != "." }) }
    return String(number[..<point]) + "." + number[number.index(after: point)...].prefix(decimals)
  }
}
