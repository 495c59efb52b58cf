import GovernanceModel

/// What one reading of a collection ended in, as an interrupted audit keeps it for the one that continues it.
///
/// Holds subject keys, since samples of several partitions are merged by them: never to be stored unsealed.
package struct ScanPart: Codable, Sendable {
  /// Which reading of which collection it was.
  package struct Key: Codable, Hashable, Sendable {
    let pass, passes, entry: Int
    /// The reading that comes after profiles and consents.
    let isLate: Bool
    /// Of checks that see all rows at once.
    let isWhole: Bool
  }

  package let key: Key
  let collection: String
  let outcome: KeptOutcome
}

/// A ``CollectionScan/Outcome`` of a reading that came to its end.
struct KeptOutcome: Codable, Sendable {
  private let rows, examined: Int
  private let controls: [String]
  private let observations: [KeptObservation]
  private let gaps: [KeptGap]
  private let counted: [KeptNumber]
  private let dates, datesSince: [Int]?

  init(_ outcome: CollectionScan.Outcome) {
    (rows, examined, controls) = (outcome.rows, outcome.examined, outcome.controls.sorted())
    observations = outcome.observations.map(KeptObservation.init)
    gaps =
      outcome.gaps.map { KeptGap(subject: $0.subject, reason: $0.reason.rawValue, detail: $0.detail, count: nil) }
      + outcome.countedGaps.map {
        KeptGap(subject: $0.subject, reason: $0.reason.rawValue, detail: $0.detail, count: $0.count)
      }
    counted = outcome.counted.map(KeptNumber.init)
    dates = outcome.dates.map { Self.numbers($0.asOf) }
    datesSince = outcome.dates?.since.map(Self.numbers)
  }

  /// Nil for what this version did not write.
  var outcome: CollectionScan.Outcome? {
    var found = CollectionScan.Outcome()
    (found.rows, found.examined, found.controls, found.isRead) = (rows, examined, Set(controls), true)
    found.observations = observations.compactMap(\.observation)
    found.counted = counted.compactMap(\.number)
    for gap in gaps {
      guard let reason = Reason(rawValue: gap.reason) else { return nil }
      if let count = gap.count {
        found.countedGaps.append(CountedGap(subject: gap.subject, reason: reason, detail: gap.detail, count: count))
      } else {
        found.gaps.append(Gap(subject: gap.subject, reason: reason, detail: gap.detail))
      }
    }
    found.dates = dates.flatMap(Self.rows).map { RowDates(asOf: $0, since: datesSince.flatMap(Self.rows)) }
    let isWhole = found.observations.count == observations.count && found.counted.count == counted.count
    return isWhole ? found : nil
  }

  private static func numbers(_ rows: DatedRows) -> [Int] { [rows.upTo, rows.within, rows.after, rows.longAfter] }

  private static func rows(_ numbers: [Int]) -> DatedRows? {
    guard numbers.count == 4 else { return nil }
    return DatedRows(upTo: numbers[0], within: numbers[1], after: numbers[2], longAfter: numbers[3])
  }
}

private struct KeptGap: Codable, Sendable {
  let subject, reason, detail: String
  let count: Int?
}

/// An asset and a verdict, as both kinds of results name them.
private struct KeptPlace: Codable, Sendable {
  let pack, control, store: String
  let collection, field, rule: String?
  let isViolation: Bool
  let reason: String

  init(_ pack: String, _ control: String, _ asset: Asset, _ verdict: Verdict) {
    (self.pack, self.control) = (pack, control)
    if case .store(let store, let collection, let field, let rule) = asset {
      (self.store, self.collection, self.field, self.rule) = (store, collection, field, rule)
    } else {
      (store, collection, field, rule) = ("", nil, nil, nil)
    }
    if case .violation = verdict { isViolation = true } else { isViolation = false }
    reason = verdict.reason?.rawValue ?? ""
  }

  var asset: Asset { .store(store, collection: collection, field: field, rule: rule) }

  var verdict: Verdict? { Reason(rawValue: reason).map { isViolation ? .violation($0) : .unverifiable($0) } }
}

private struct KeptNumber: Codable, Sendable {
  let place: KeptPlace
  let name: String
  let count: Int

  init(_ number: Counted) {
    place = KeptPlace(number.pack, number.control, number.asset, number.verdict)
    (name, count) = (number.name, number.count)
  }

  var number: Counted? {
    place.verdict.map {
      Counted(pack: place.pack, control: place.control, asset: place.asset, verdict: $0, name: name, count: count)
    }
  }
}

private struct KeptObservation: Codable, Sendable {
  let place: KeptPlace
  let attribute, category, use, channel: String?
  let uses, records, subjects: Int?
  let first, last: Int64?
  let sample: [String]
  let parameters: [[String]]

  init(_ observation: Observation) {
    place = KeptPlace(observation.pack, observation.control, observation.asset, observation.verdict)
    (attribute, category) = (observation.locus.attribute, observation.locus.category?.key)
    (use, channel) = (observation.locus.use?.key, observation.locus.channel?.name)
    let counts = observation.counts
    (uses, records, subjects) = (counts.uses, counts.records, counts.subjects)
    (first, last) = (counts.first?.microseconds, counts.last?.microseconds)
    (sample, parameters) = (observation.sample.map(\.disclosed), observation.parameters.map { [$0.name, $0.value] })
  }

  var observation: Observation? {
    guard let verdict = place.verdict, parameters.allSatisfy({ $0.count == 2 }) else { return nil }
    return Observation(
      pack: place.pack, control: place.control, asset: place.asset,
      locus: Locus(
        attribute: attribute, category: category.map { DataCategory($0) }, use: use.map { DataUse($0) },
        channel: channel.map { Channel($0) }), verdict: verdict,
      counts: Counts(
        uses: uses, records: records, subjects: subjects, first: first.map { Instant(microseconds: $0) },
        last: last.map { Instant(microseconds: $0) }), sample: sample.map { Redacted($0) },
      parameters: parameters.map { Parameter($0[0], $0[1]) })
  }
}
