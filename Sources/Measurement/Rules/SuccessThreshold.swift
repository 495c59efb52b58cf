/// What a rule promised of its success metric.
package struct SuccessThreshold: Sendable, Equatable {
  package enum Direction: String, Sendable, CaseIterable { case atLeast, atMost }

  package let direction: Direction
  package let value: Double

  /// nil where the value is no number.
  package init?(_ direction: Direction, _ value: Double) {
    guard value.isFinite else { return nil }
    (self.direction, self.value) = (direction, value)
  }

  /// Whether a figure keeps the promise; a figure without an interval is taken as it is.
  package func judge(_ figure: Figure?) -> ThresholdVerdict {
    guard let figure else { return .notMeasured }
    let isMet = direction == .atLeast ? figure.value >= value : figure.value <= value
    guard let interval = figure.interval else { return isMet ? .met : .missed }
    switch direction {
    case .atLeast where interval.low >= value: return .met
    case .atMost where interval.high <= value: return .met
    case .atLeast where interval.high < value: return .missed
    case .atMost where interval.low > value: return .missed
    default: return .undecided(leansTo: isMet)
    }
  }
}

/// A measured quantity, with what is known of its error.
package struct Figure: Sendable, Equatable {
  package let value: Double
  package let interval: Interval?
  /// How many people or messages it is of.
  package let cases: Int

  /// nil where the value or a bound is NaN, or the value is not finite.
  package init?(_ value: Double, interval: Interval? = nil, cases: Int) {
    guard value.isFinite, cases >= 0, interval.map({ !$0.low.isNaN && !$0.high.isNaN }) ?? true else { return nil }
    (self.value, self.interval, self.cases) = (value, interval, cases)
  }

  package init(_ proportion: Proportion, confidence: Confidence = .percent95) {
    (value, cases) = (proportion.rate, proportion.of)
    interval = proportion.interval(confidence: confidence)
  }

  /// The absolute lift of a treatment over its control, with the interval of Newcombe.
  package init(lift arms: TwoProportions, confidence: Confidence = .percent95) {
    (value, cases) = (arms.difference, arms.control.of + arms.treatment.of)
    interval = arms.newcombeInterval(confidence: confidence)
  }
}

/// Whether a rule met its threshold.
package enum ThresholdVerdict: Sendable, Equatable {
  /// The whole interval keeps it.
  case met
  /// The whole interval breaks it.
  case missed
  /// The interval holds the threshold: too few cases to tell; the figure itself leans to one side.
  case undecided(leansTo: Bool)
  case notMeasured
}
