internal import GovernanceModel
internal import Measurement
internal import SourceDocuments

/// Delivery, opening, clicking and unsubscribing: of all messages, and of each by itself.
struct MessageMeasuring: Measuring {
  private var messages = NameNumbers()
  private var outcomes: [[MessageOutcome]] = []
  private var unreadable = 0
  private let hasDelivery: Bool

  /// - Parameter hasDelivery: there is a column that says what was delivered; else all was.
  init(hasDelivery: Bool) { self.hasDelivery = hasDelivery }

  mutating func take(_ fields: MeasurementFields) {
    guard let opened = fields.flag(0), let clicked = fields.flag(1), let left = fields.flag(2),
      let delivered = fields.flag(3), let machine = fields.flag(4)
    else {
      unreadable += 1
      return
    }
    let message = messages.number(of: fields[5] ?? "")
    if message == outcomes.count { outcomes.append([]) }
    outcomes[message].append(
      MessageOutcome(
        isDelivered: delivered || !hasDelivery, isOpened: opened, isMachineOpened: machine, isClicked: clicked,
        isUnsubscribed: left))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheets = [sheet(subject, Array(outcomes.joined()))]
    sheets[0].unreadable = unreadable
    sheets[0].records += unreadable
    guard outcomes.count > 1 else { return sheets }
    let order = messages.names.indices.sorted { messages.names[$0] < messages.names[$1] }
    return sheets + order.map { sheet("message \(messages.names[$0])", outcomes[$0]) }
  }

  private func sheet(_ subject: String, _ outcomes: [MessageOutcome]) -> MeasurementSheet {
    var sheet = MeasurementSheet(.messages, subject)
    let rates = MessageRates(outcomes)
    sheet.records = outcomes.count
    sheet.add("deliveryRate", "delivered", rates?.delivery)
    sheet.add("openRate", "opened", rates?.open)
    sheet.add("openRateWithMachines", "opened, machines included", rates?.openWithMachines)
    sheet.add("clickRate", "clicked", rates?.click)
    sheet.add("clickToOpenRate", "clicked of opened", rates?.clickToOpen)
    sheet.add("unsubscribeRate", "unsubscribed", rates?.unsubscribe)
    if let rates, rates.undeliveredOutcomes > 0 {
      sheet.add("undeliveredOutcomes", "opened though undelivered", Double(rates.undeliveredOutcomes), .count)
    }
    return sheet
  }
}

/// Activation within 7 days of signing up.
struct SignUpMeasuring: Measuring {
  private var signUps: [SignUp] = []
  private var unreadable = 0
  let days: Int

  init(days: Int) { self.days = days }

  mutating func take(_ fields: MeasurementFields) {
    guard let at = fields.instant(0), fields[1] == nil || fields.instant(1) != nil else {
      unreadable += 1
      return
    }
    signUps.append(SignUp(at: at, firstValue: fields.instant(1)))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.signups, subject)
    (sheet.records, sheet.unreadable) = (signUps.count + unreadable, unreadable)
    let activation = Activation(signUps, days: days, asOf: asOf)
    sheet.reject(activation?.rejected ?? [])
    sheet.add("activationRate", "activated within \(days) days", activation?.people)
    sheet.add(
      "medianDaysToValue", "median time to first value", activation?.medianDays, .days,
      note: activation?.medianDays == nil ? "nobody was activated" : nil)
    sheet.add("pending", "whose days are not over", activation.map { Double($0.pending) }, .count)
    return [sheet]
  }
}

/// First contact resolution.
struct ContactMeasuring: Measuring {
  private var contacts: [Contact] = []
  private var (customers, issues) = (NameNumbers(), NameNumbers())
  private var unreadable = 0
  private let (hasMark, days): (Bool, Int)

  /// - Parameter hasMark: there is a column that says what was resolved; else everything was, unless the customer came back.
  init(hasMark: Bool, days: Int) { (self.hasMark, self.days) = (hasMark, days) }

  mutating func take(_ fields: MeasurementFields) {
    guard let customer = fields[0], let issue = fields[1], let at = fields.instant(2), let resolved = fields.flag(3)
    else {
      unreadable += 1
      return
    }
    contacts.append(
      Contact(
        customer: customers.number(of: customer), issue: issues.number(of: issue), at: at,
        isResolved: resolved || !hasMark))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.contacts, subject)
    (sheet.records, sheet.unreadable) = (contacts.count + unreadable, unreadable)
    let resolution = FirstContactResolution(contacts, days: days, asOf: asOf)
    sheet.reject(resolution?.rejected ?? [])
    sheet.add("firstContactResolution", "resolved at the first contact", resolution?.contacts)
    sheet.add("pending", "whose days are not over", resolution.map { Double($0.pending) }, .count)
    return [sheet]
  }
}

/// Answers to a question on a scale: NPS or CSAT.
struct AnswerMeasuring: Measuring {
  private let kind: MeasurementKind
  private var answers: [Int] = []
  private var unreadable = 0

  init(_ kind: MeasurementKind) { self.kind = kind }

  mutating func take(_ fields: MeasurementFields) {
    if let answer = fields.whole(0) { answers.append(answer) } else { unreadable += 1 }
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(kind, subject)
    (sheet.records, sheet.unreadable) = (answers.count + unreadable, unreadable)
    if kind == .nps {
      let score = NetPromoterScore(answers: answers)
      sheet.reject(score?.rejected ?? answers.map { _ in Rejection(record: 0, reason: .offScale) })
      sheet.add("nps", "net promoter score", score?.score, .points, interval: score?.interval())
      sheet.add("standardError", "standard error", score?.standardError, .points)
      sheet.add("promoters", "promoters (9 and 10)", score?.promoters)
      sheet.add("detractors", "detractors (0 to 6)", score?.detractors)
    } else {
      let csat = CustomerSatisfaction(answers: answers)
      sheet.reject(csat?.rejected ?? answers.map { _ in Rejection(record: 0, reason: .offScale) })
      sheet.add("csat", "satisfied (4 and 5 of 5)", csat?.satisfied)
    }
    return [sheet]
  }
}

/// Survival by tenure.
struct TenureMeasuring: Measuring {
  private var tenures: [Tenure] = []
  private var unreadable = 0

  mutating func take(_ fields: MeasurementFields) {
    guard let length = fields.number(0), let ended = fields.flag(1) else {
      unreadable += 1
      return
    }
    tenures.append(Tenure(length, hasEnded: ended))
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.tenures, subject)
    (sheet.records, sheet.unreadable) = (tenures.count + unreadable, unreadable)
    let curve = KaplanMeier(tenures)
    sheet.reject(curve?.rejected ?? [])
    sheet.add("churnRate", "ended", Proportion(tenures.count { $0.hasEnded }, of: tenures.count))
    sheet.add(
      "medianTenure", "median tenure", curve?.median,
      note: curve?.median == nil ? "more than half were there to the last" : nil)
    sheet.table = (
      "survival",
      (curve?.steps ?? []).map { step in
        let interval = curve?.interval(at: step.time) ?? Interval(low: 0, high: 1)
        return .object([
          "time": .number(step.time), "atRisk": .number(Double(step.atRisk)), "ended": .number(Double(step.ended)),
          "survival": .number(step.survival), "low": .number(interval.low), "high": .number(interval.high),
        ])
      }
    )
    let steps = curve?.steps ?? []
    // Twelve times at most, evenly over the steps and with the last one.
    sheet.tableText = stride(from: steps.count - 1, through: 0, by: -max(1, (steps.count + 11) / 12)).reversed().map {
      index in
      "still there after \(steps[index].time): \(MeasurementSheet.number(steps[index].survival, .percent))"
    }
    return [sheet]
  }
}
