import GovernanceModel
import Measurement

/// Days from 2026-01-01, for tests whose months do not matter.
func day(_ number: Double) -> Instant {
  Instant(microseconds: 1_767_225_600_000_000).advanced(
    byMicroseconds: Int64(number * Double(Instant.microsecondsPerDay)))
}

func order(_ customer: Int, _ id: Int, _ number: Double, _ value: Double = 10) -> Order {
  Order(customer: customer, id: id, at: day(number), value: value)
}
