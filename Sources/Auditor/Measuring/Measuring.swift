internal import GovernanceModel

/// Takes records one by one and makes figures of them.
protocol Measuring {
  mutating func take(_ fields: MeasurementFields)
  /// One sheet a table, or one for each part of it (each message, each arm).
  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet]
}
