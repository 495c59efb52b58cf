import Foundation
import ProvisoTesting
import Testing

@testable import Measurement

/// The reference figures of the corpus, computed with SciPy, statsmodels, gbstats, lifetimes and lifelines.
enum MetricsReference {
  static let reason: Comment = "no corpus: set PROVISO_CORPUS"

  static func object(_ file: String) throws -> [String: Any] {
    // Python writes Infinity, which is no JSON.
    let text = String(decoding: try Corpus.bytes(of: "metrics/\(file)"), as: UTF8.self)
      .replacingOccurrences(of: "Infinity", with: "null")
    return try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any] ?? [:]
  }

  static func objects(_ file: String, _ key: String) throws -> [[String: Any]] {
    try object(file)[key] as? [[String: Any]] ?? []
  }
}

extension [String: Any] {
  func number(_ key: String) throws -> Double { try #require((self[key] as? NSNumber)?.doubleValue, "no \(key)") }

  func numbers(_ key: String) throws -> [Double] {
    try #require((self[key] as? [NSNumber])?.map(\.doubleValue), "no \(key)")
  }

  func counts(_ key: String) throws -> [Int] { try #require((self[key] as? [NSNumber])?.map(\.intValue), "no \(key)") }

  func part(_ key: String) throws -> [String: Any] { try #require(self[key] as? [String: Any], "no \(key)") }
}

/// Equal but for rounding: within one part in 10 to the power of `digits`.
func agrees(_ own: Double?, _ expected: Double, digits: Int = 11) -> Bool {
  guard let own else { return false }
  let tolerance = (0..<digits).reduce(1.0) { value, _ in value / 10 }
  return abs(own - expected) <= tolerance * Swift.max(abs(expected), 1e-3)
}

extension MixtureSequentialTest {
  /// Two equal arms.
  init?(difference: Double, perArm: Int, variance: Double, tau2: Double) {
    self.init(difference: difference, control: perArm, treatment: perArm, variance: variance, tau2: tau2)
  }
}
