/// A record that cannot be measured, and why: it is left out, counted and reported, never guessed at.
package struct Rejection: Sendable, Equatable {
  package enum Reason: String, Sendable, CaseIterable {
    /// A number that is NaN or infinite.
    case notANumber
    /// A price, a count or a tenure below 0.
    case negative
    /// Dated after the instant as of which is measured: a clock was wrong.
    case inFuture
    /// The same record again.
    case duplicate
    /// One key with two different contents; the first stays.
    case contradiction
    /// Ends before it begins: a clock was wrong, or the columns were mixed up.
    case reversed
    /// Not on the scale that was named, or beyond what amounts can be.
    case offScale
  }

  /// The position of the record among those that were given, from 0.
  package var record: Int
  package var reason: Reason

  package init(record: Int, reason: Reason) { (self.record, self.reason) = (record, reason) }
}

/// Why there is no figure.
package enum MeasurementFault: Error, Equatable, CustomStringConvertible {
  /// No record that could be measured.
  case nothingToMeasure
  /// A parameter out of its range; says which and what is asked for.
  case parameter(String)
  /// The search for the most likely parameters did not come to rest, or ended at the edge of what is possible.
  case noConvergence

  package var description: String {
    switch self {
    case .nothingToMeasure: "there is nothing to measure"
    case .parameter(let text): text
    case .noConvergence: "the most likely parameters could not be found: the data do not determine them"
    }
  }
}
