extension Granularity {
  /// The edge of a place level's nominal cell in metres (semantics section 6); infinite for `none`, nil in other families.
  public var nominalCellMetres: Double? {
    guard family == .place else { return nil }
    return switch level {
    case "coordinates6": 0.1
    case "coordinates5": 1
    case "coordinates4": 11
    case "street": 100
    case "coordinates3": 111
    case "postcode": 500
    case "coordinates2": 1_100
    case "city": 5_000
    case "postcodePrefix": 10_000
    case "coordinates1": 11_000
    case "region": 100_000
    case "country": 1_000_000
    default: .infinity
    }
  }

  /// True when the level's nominal cell covers at least the area of a circle with this radius in metres.
  public func covers(radius: Double) -> Bool {
    guard let edge = nominalCellMetres else { return false }
    return edge * edge >= Double.pi * radius * radius
  }
}
