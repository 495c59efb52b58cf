/// What the records of a table are, and which columns say it.
public enum MeasurementKind: String, Sendable, CaseIterable {
  case orders, messages, signups, contacts, nps, csat, tenures, memberships, experiment, uplift

  /// A column by its usual name.
  struct Column: Sendable {
    let name: String
    let isRequired: Bool

    static func needed(_ name: String) -> Column { Column(name: name, isRequired: true) }
    static func optional(_ name: String) -> Column { Column(name: name, isRequired: false) }
  }

  /// In the order in which rows are handed over.
  var columns: [Column] {
    switch self {
    case .orders: [.needed("customer"), .needed("at"), .needed("value"), .optional("order")]
    case .messages:
      [
        .needed("opened"), .optional("clicked"), .optional("unsubscribed"), .optional("delivered"),
        .optional("machine"),
        .optional("message"),
      ]
    case .signups: [.needed("signup"), .needed("activated")]
    case .contacts: [.needed("customer"), .needed("issue"), .needed("at"), .optional("resolved")]
    case .nps: [.needed("nps")]
    case .csat: [.needed("csat")]
    case .tenures: [.needed("tenure"), .needed("ended")]
    case .memberships: [.needed("from"), .needed("until")]
    case .experiment:
      [
        .needed("arm"), .optional("people"), .optional("conversions"), .optional("converted"), .optional("value"),
        .optional("weight"),
      ]
    case .uplift: [.needed("treated"), .needed("outcome")]
    }
  }

  /// The columns as the command line explains them.
  public var explanation: String {
    "\(rawValue): " + columns.map { $0.isRequired ? $0.name : "[\($0.name)]" }.joined(separator: ", ")
  }

  /// The first kind whose needed columns are all there.
  static func guess(from header: some Collection<String>) -> MeasurementKind? {
    let known = Set(header)
    return allCases.first { kind in kind.columns.allSatisfy { !$0.isRequired || known.contains($0.name) } }
  }
}
