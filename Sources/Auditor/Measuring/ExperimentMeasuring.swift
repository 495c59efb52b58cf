internal import GovernanceModel
internal import Measurement
internal import SourceDocuments

/// The arms of an experiment against the control, from counts of each arm or from single people.
struct ExperimentMeasuring: Measuring {
  private struct Arm {
    var (people, conversions) = (0, 0)
    var weight: Double?
    var values: [Double] = []
  }

  private var names = NameNumbers()
  private var arms: [Arm] = []
  private var (records, unreadable) = (0, 0)
  private let tuning: Double
  private let expected: Double?
  private let expectedValue: Double?

  /// - Parameters:
  ///   - tuning: people at which the interval of the sequential test is narrowest.
  ///   - expected: the difference of rates that the mixture test is made for; nil for none.
  ///   - expectedValue: the same of what people bring.
  init(tuning: Double, expected: Double? = nil, expectedValue: Double? = nil) {
    (self.tuning, self.expected, self.expectedValue) = (tuning, expected, expectedValue)
  }

  /// A row with `people` is a whole arm; without, it is one person.
  mutating func take(_ fields: MeasurementFields) {
    records += 1
    guard let name = fields[0], let entry = Self.arm(fields) else {
      unreadable += 1
      return
    }
    let number = names.number(of: name)
    if number == arms.count { arms.append(Arm()) }
    arms[number].people += entry.people
    arms[number].conversions += entry.conversions
    arms[number].weight = entry.weight ?? arms[number].weight
    arms[number].values += entry.values
  }

  private static func arm(_ fields: MeasurementFields) -> Arm? {
    var arm = Arm()
    if let people = fields.whole(1), let conversions = fields.whole(2) {
      guard people >= 0, people < 1 << 40, (0...people).contains(conversions) else { return nil }
      (arm.people, arm.conversions) = (people, conversions)
    } else {
      guard fields[1] == nil, let converted = fields.flag(3) else { return nil }
      (arm.people, arm.conversions) = (1, converted ? 1 : 0)
    }
    if fields[4] != nil {
      guard let value = fields.number(4), value.isFinite else { return nil }
      arm.values = [value]
    }
    if fields[5] != nil {
      guard let weight = fields.number(5), weight > 0, weight.isFinite else { return nil }
      arm.weight = weight
    }
    return arm
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var first = MeasurementSheet(.experiment, subject)
    (first.records, first.unreadable) = (records, unreadable)
    let control = names.names.firstIndex { ["control", "a", "holdout"].contains($0.lowercased()) } ?? 0
    guard arms.count > 1, let base = Proportion(arms[control].conversions, of: arms[control].people) else {
      first.add(
        "conversionLift", "conversion lift", nil, note: "an experiment has a control and a treatment, with people")
      return [first]
    }
    first.add("controlRate", "\(names.names[control]) (the control) converted", base)
    addRatio(&first)
    var sheets = [first]
    let treatments = arms.indices.filter { $0 != control }
    let comparisons = treatments.map { index in
      Proportion(arms[index].conversions, of: arms[index].people).map { TwoProportions(control: base, treatment: $0) }
    }
    let adjusted = Self.adjusted(comparisons)
    for (place, index) in treatments.enumerated() {
      var sheet = MeasurementSheet(.experiment, "arm \(names.names[index])")
      sheet.records = arms[index].people
      if let comparison = comparisons[place] {
        add(comparison, treatments.count > 1 ? adjusted[place] : [], &sheet)
        addValues(arms[control], arms[index], &sheet)
      } else {
        sheet.add("conversionLift", "conversion lift", nil, note: "nobody is in this arm")
      }
      sheets.append(sheet)
    }
    return sheets
  }

  private func addRatio(_ sheet: inout MeasurementSheet) {
    let ratio = SampleRatio(observed: arms.map(\.people), weights: arms.map { $0.weight ?? 1 })
    let note =
      (ratio?.isMismatch ?? false) ? "MISMATCH: the assignment is broken, do not trust the result" : "as planned"
    sheet.add("sampleRatioP", "sample ratio, p", ratio?.result.p, .probability, note: ratio == nil ? nil : note)
  }

  private func add(_ arms: TwoProportions, _ adjusted: [(String, Double)], _ sheet: inout MeasurementSheet) {
    sheet.add("rate", "converted", arms.treatment)
    sheet.add("difference", "difference", arms.difference, .percentPoints, interval: arms.newcombeInterval())
    sheet.add(
      "conversionLift", "conversion lift", arms.lift, .percent,
      note: arms.lift == nil ? "nobody of the control converted" : nil)
    let none = "neither arm varies"
    sheet.add("p", "p, looked at once", arms.pooled?.p, .probability, note: arms.pooled == nil ? none : nil)
    sheet.add("fisherP", "p, exact", arms.fisher, .probability)
    let sequential = SequentialTest(arms, tuning: tuning)
    sheet.add(
      "sequential", "difference, looked at often", sequential?.estimate, .percentPoints, interval: sequential?.interval,
      note: sequential == nil ? none : nil)
    sheet.add("sequentialP", "p, looked at often", sequential?.p, .probability, note: sequential == nil ? none : nil)
    if let expected {
      let pooled = Double(arms.control.count + arms.treatment.count) / Double(arms.control.of + arms.treatment.of)
      let mixture = MixtureSequentialTest(
        difference: arms.difference, control: arms.control.of, treatment: arms.treatment.of,
        variance: pooled * (1 - pooled), tau2: expected * expected)
      sheet.add(
        "mixtureP", "p, looked at often, mSPRT", mixture?.alwaysValidP, .probability, note: mixture == nil ? none : nil)
    }
    for (method, p) in adjusted {
      sheet.add("\(method)P", "p, all arms, \(Self.words[method] ?? method)", p, .probability)
    }
  }

  /// What people of the arm brought, where it is known of at least two in each arm.
  private func addValues(_ control: Arm, _ treatment: Arm, _ sheet: inout MeasurementSheet) {
    guard let base = SampleMoments(control.values), let own = SampleMoments(treatment.values),
      let test = WelchTest(control: base, treatment: own)
    else { return }
    sheet.add("valueDifference", "value of a person, difference", test.difference, interval: test.interval())
    sheet.add("valueP", "p of it", test.result.p, .probability)
    guard let expectedValue else { return }
    let (a, b) = (Double(base.count), Double(own.count))
    let mixture = MixtureSequentialTest(
      difference: test.difference, control: base.count, treatment: own.count,
      variance: ((a - 1) * base.variance + (b - 1) * own.variance) / (a + b - 2), tau2: expectedValue * expectedValue)
    sheet.add(
      "valueMixtureP", "p of it, looked at often, mSPRT", mixture?.alwaysValidP, .probability,
      note: mixture == nil ? "neither arm varies" : nil)
  }

  private static let words = [
    "bonferroni": "Bonferroni", "holm": "Holm", "benjaminiHochberg": "Benjamini-Hochberg",
  ]

  /// For each comparison the names of corrections with the corrected p.
  private static func adjusted(_ comparisons: [TwoProportions?]) -> [[(String, Double)]] {
    let p = comparisons.map { $0?.pooled?.p ?? 1 }
    return comparisons.indices.map { index in
      MultipleTesting.allCases.compactMap { method in method.adjust(p).map { (method.rawValue, $0[index]) } }
    }
  }
}
