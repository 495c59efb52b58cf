internal import GovernanceModel
internal import Measurement
internal import SourceDocuments

/// What each attribute is worth to targeting, and what it costs in privacy, from a randomised campaign.
struct UpliftMeasuring: Measuring {
  private let attributes: [String]
  /// For each attribute the places of its coarser forms among the attributes' columns: `age.decade` is one of `age`.
  private var values: [NameNumbers]
  private var rows: [(treated: Bool, outcome: Double, values: [Int])] = []
  private var (records, unreadable) = (0, 0)
  private let crowd: Int

  /// - Parameter attributes: the columns behind the first two.
  init(attributes: [String], crowd: Int) {
    (self.attributes, self.crowd) = (attributes, crowd)
    values = attributes.map { _ in NameNumbers() }
  }

  mutating func take(_ fields: MeasurementFields) {
    records += 1
    guard fields[0] != nil, let treated = fields.flag(0), let outcome = fields.number(1) else {
      unreadable += 1
      return
    }
    let row = attributes.indices.map { values[$0].number(of: fields[$0 + 2] ?? "") }
    rows.append((treated, outcome, row))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.uplift, subject)
    (sheet.records, sheet.unreadable) = (records, unreadable)
    let names = Set(attributes)
    func base(of name: String) -> String? {
      name.lastIndex(of: ".").map { String(name[..<$0]) }.flatMap { names.contains($0) ? $0 : nil }
    }
    let own = attributes.indices.filter { base(of: attributes[$0]) == nil }
    let plan = own.map { index in
      let forms = attributes.indices.filter { base(of: attributes[$0]) == attributes[index] }
      return AblationAttribute(
        name: attributes[index], levels: forms.compactMap { form in level(of: index, form, &sheet) })
    }
    let people = rows.map { row in
      UpliftRecord(values: own.map { row.values[$0] }, isTreated: row.treated, outcome: row.outcome)
    }
    guard let ablation = AttributeAblation(plan, people, crowd: crowd) else {
      sheet.add("uplift", "uplift", nil, note: "both arms need people, and each attribute a column")
      return [sheet]
    }
    sheet.reject(ablation.rejected)
    add(ablation.worths(), &sheet)
    return [sheet]
  }

  private func add(_ worths: [AttributeWorth], _ sheet: inout MeasurementSheet) {
    for worth in worths {
      let key = worth.attribute + (worth.level.map { ".\($0)" } ?? "")
      let what = worth.level.map { "\(worth.attribute) as \($0)" } ?? "without \(worth.attribute)"
      let exposure = "people in crowds under \(crowd): \(worth.exposedWith) to \(worth.exposedWithout)"
      let verdict = worth.earnsItsPlace ? "earns its place" : "not shown to earn its place"
      sheet.add(
        key, what, worth.valueLost, interval: worth.interval,
        note: "lost a person; \(exposure); \(MeasurementSheet.number(worth.identifyingBits, .plain)) bits; \(verdict)")
    }
    sheet.table = (
      "attributes",
      worths.map { worth in
        .object([
          "attribute": .text(worth.attribute), "level": worth.level.map { .text($0) } ?? .null,
          "valueLost": .number(worth.valueLost), "low": .number(worth.interval.low),
          "high": .number(worth.interval.high),
          "exposedWith": .number(Double(worth.exposedWith)), "exposedWithout": .number(Double(worth.exposedWithout)),
          "identifyingBits": .number(worth.identifyingBits), "earnsItsPlace": .boolean(worth.earnsItsPlace),
        ])
      }
    )
  }

  /// A coarser form as a mapping of values; one that gives two coarser values to one value is none, and said so.
  private func level(of index: Int, _ form: Int, _ sheet: inout MeasurementSheet) -> AblationAttribute.Level? {
    var coarser = [Int?](repeating: nil, count: values[index].names.count)
    for row in rows {
      let (value, coarse) = (row.values[index], row.values[form])
      if let known = coarser[value], known != coarse {
        sheet.add(attributes[form], "\(attributes[form])", nil, note: "is no coarser form of \(attributes[index])")
        return nil
      }
      coarser[value] = coarse
    }
    let name = attributes[form].dropFirst(attributes[index].count + 1)
    return AblationAttribute.Level(name: String(name), coarser: coarser.map { $0 ?? 0 })
  }
}
