internal import GovernanceModel
internal import Measurement
internal import SourceDocuments

/// Order value, repeat purchase, churn, cohorts and lifetime value from orders.
struct OrderMeasuring: Measuring {
  private var customers = NameNumbers()
  private var ids = NameNumbers()
  private var orders: [Order] = []
  private var places: [Int: Int] = [:]
  private let isByLine: Bool
  private let model: LifetimeModel
  private var unreadable = 0
  private var records = 0

  /// - Parameter isByLine: rows of one order are its lines and added up; else they are one order told twice.
  init(isByLine: Bool, model: LifetimeModel) { (self.isByLine, self.model) = (isByLine, model) }

  mutating func take(_ fields: MeasurementFields) {
    records += 1
    guard let name = fields[0], let at = fields.instant(1), let value = fields.number(2) else {
      unreadable += 1
      return
    }
    let customer = customers.number(of: name)
    // An order without an id is told apart by its place.
    let id = fields[3].map { ids.number(of: $0) } ?? -records
    if isByLine, let place = places[id], orders[place].customer == customer, value.isFinite, value >= 0 {
      orders[place].value += value
      orders[place].at = min(orders[place].at, at)
    } else {
      if isByLine, value.isFinite, value >= 0, places[id] == nil { places[id] = orders.count }
      orders.append(Order(customer: customer, id: id, at: at, value: value))
    }
  }

  func sheets(_ subject: String, asOf: Instant) -> [MeasurementSheet] {
    var sheet = MeasurementSheet(.orders, subject)
    let orders = Orders(orders, asOf: asOf)
    (sheet.records, sheet.unreadable) = (records, unreadable)
    sheet.reject(orders.rejected)
    let average = AverageOrderValue(orders)
    sheet.add("orders", "orders", average.map { Double($0.orders) }, .count)
    sheet.add("revenue", "revenue", average?.revenue)
    sheet.add("averageOrderValue", "average order value", average?.average)
    sheet.add("repeatPurchaseRate", "repeat purchase rate", RepeatPurchase(orders)?.customers)
    for days in InactivityChurn.usualDays {
      sheet.add("churn\(days)", "churn, \(days) days", InactivityChurn(orders, days: days)?.customers)
    }
    switch model {
    case .bgnbd: addLifetime(orders, &sheet, BetaGeometric.self)
    case .paretonbd: addLifetime(orders, &sheet, ParetoNegativeBinomial.self)
    }
    addCohorts(orders, &sheet)
    return [sheet]
  }

  private func addLifetime<Model: PurchaseModel>(_ orders: Orders, _ sheet: inout MeasurementSheet, _: Model.Type) {
    let customers = orders.histories()
    do throws(MeasurementFault) {
      let purchases = try Model(fitting: customers.map(\.history))
      let expected = customers.compactMap { purchases.expectedPurchases($0.history, in: 52) }
      let alive = customers.compactMap { purchases.aliveness($0.history) }
      let count = Double(max(customers.count, 1))
      let isTold = alive.count == customers.count
      sheet.add(
        "probabilityAlive", "still customers, expected", isTold ? alive.reduce(0, +) / count : nil, .percent,
        note: isTold ? nil : "the fitted model does not tell for some")
      let note = expected.count < customers.count ? "of \(expected.count) customers that have an expectation" : nil
      sheet.add("purchasesIn52Weeks", "purchases in 52 weeks, expected", expected.reduce(0, +), note: note)
      let values = try GammaGamma(fitting: customers)
      let lifetime = CustomerLifetimeValue(purchases: purchases, values: values)
      let worth = customers.compactMap { customer in lifetime.flatMap { $0.value(of: customer) } }
      let isWhole = worth.count == customers.count
      sheet.add(
        "lifetimeValue", "lifetime value, 12 months at 1 %", isWhole ? worth.reduce(0, +) / count : nil,
        note: isWhole ? "mean of a customer" : "the fitted models have no expectation")
    } catch {
      sheet.add("lifetimeValue", "lifetime value, 12 months at 1 %", nil, note: error.description)
    }
  }

  private func addCohorts(_ orders: Orders, _ sheet: inout MeasurementSheet) {
    let cohorts = CohortRetention(orders)?.cohorts ?? []
    sheet.table = (
      "cohorts",
      cohorts.map { cohort in
        let active = cohort.active.map { JSONValue.number(Double($0)) }
        return .object(["month": .text("\(cohort.month)"), "active": .array(active)])
      }
    )
    sheet.tableText = cohorts.map { cohort in
      let rates = cohort.active.indices.dropFirst().prefix(12).map { month in
        MeasurementSheet.number(cohort.rate(month) ?? 0, .percent)
      }
      let start = "cohort \("\(cohort.month)".prefix(7)): \(MeasurementSheet.grouped(cohort.active[0]))"
      return rates.isEmpty ? start : start + "; then " + rates.joined(separator: ", ")
    }
  }
}
