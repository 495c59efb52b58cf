import GovernanceModel

/// Adds up what operators and passes saw. Since a subject belongs to one pass only, counts of different subjects add.
struct ObservationMerge {
  private struct Key: Hashable {
    let pack: String
    let control: String
    let asset: Asset
    let locus: Locus
    let verdict: Verdict
    let parameters: [Parameter]

    init(_ observation: Observation) {
      (pack, control, asset) = (observation.pack, observation.control, observation.asset)
      (locus, verdict, parameters) = (observation.locus, observation.verdict, observation.parameters)
    }
  }

  private let sampleSize: Int
  private var observations: [Key: Observation] = [:]
  private var counts: [CountKey: [String: Int]] = [:]

  /// Which observations a ``Counted`` is told with.
  private struct CountKey: Hashable {
    let pack: String
    let control: String
    let asset: Asset
    let verdict: Verdict
  }

  init(sampleSize: Int) { self.sampleSize = sampleSize }

  mutating func add(_ observation: Observation) {
    let key = Key(observation)
    guard var known = observations[key] else {
      observations[key] = observation
      return
    }
    known.counts = known.counts.adding(observation.counts)
    let keys = Set(known.sample + observation.sample)
    let ordered = keys.sorted { $0.disclosed.utf8.lexicographicallyPrecedes($1.disclosed.utf8) }
    known.sample = Array(ordered.prefix(sampleSize))
    observations[key] = known
  }

  mutating func add(_ counted: Counted) {
    let key = CountKey(
      pack: counted.pack, control: counted.control, asset: counted.asset, verdict: counted.verdict)
    counts[key, default: [:]][counted.name, default: 0] += counted.count
  }

  /// Numbers follow the observation's own parameters, in byte order of their names.
  private func withCounts(_ observation: Observation) -> Observation {
    let key = CountKey(
      pack: observation.pack, control: observation.control, asset: observation.asset, verdict: observation.verdict)
    guard let found = counts[key] else { return observation }
    var told = observation
    told.parameters += found.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { Parameter($0.key, String($0.value)) }
    return told
  }

  /// Ordered by pack, control, asset, locus, verdict and reason, so that the same data give the same list.
  var sorted: [Observation] {
    let told = observations.values.map(withCounts)
    let keys = told.map { observation in
      var key = TextOrderKey(
        observation.pack, observation.control, observation.asset.description, observation.locus.description,
        observation.verdict.name, observation.verdict.reason?.rawValue ?? "")
      for parameter in observation.parameters {
        key.append(parameter.name)
        key.append(parameter.value)
      }
      return key
    }
    return told.indices.sorted { keys[$0] < keys[$1] }.map { told[$0] }
  }
}

extension Counts {
  /// The counts of both, of different subjects.
  fileprivate func adding(_ other: Counts) -> Counts {
    func sum(_ left: Int?, _ right: Int?) -> Int? {
      guard let left, let right else { return left ?? right }
      return left + right
    }
    func earliest(_ left: Instant?, _ right: Instant?) -> Instant? {
      guard let left, let right else { return left ?? right }
      return min(left, right)
    }
    func latest(_ left: Instant?, _ right: Instant?) -> Instant? {
      guard let left, let right else { return left ?? right }
      return max(left, right)
    }
    return Counts(
      uses: sum(uses, other.uses), records: sum(records, other.records), subjects: sum(subjects, other.subjects),
      first: earliest(first, other.first), last: latest(last, other.last))
  }
}
