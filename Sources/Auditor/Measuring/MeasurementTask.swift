internal import DataStores
public import GovernanceModel
internal import SourceDocuments

/// Measures one file, or one table of a store.
public struct MeasurementTask: Sendable {
  /// A CSV, JSON Lines or JSON file, or an SQLite file where `table` is given.
  public var path: String
  public var table: String?
  /// nil: the first kind whose columns are all there.
  public var kind: MeasurementKind?
  /// Columns that are named otherwise: by the usual name, the name in the file.
  public var columns: [String: String] = [:]
  /// Rows of one order are its lines.
  public var isByLine = false
  /// The days in which a sign-up counts as activated, or a customer as coming back.
  public var days = 7
  /// The number of people at which the sequential interval is narrowest.
  public var tuning = 5_000.0
  /// The differences that an experiment is expected to show: of rates, and of what people bring. nil: no mixture test.
  public var expected: Double?
  public var expectedValue: Double?
  /// How purchases to come are foreseen.
  public var model = LifetimeModel.bgnbd
  /// The smallest crowd that hides a person.
  public var crowd = 5
  /// The attributes of `uplift`; empty: every column that is none of its own.
  public var attributes: [String] = []

  public init(path: String) { self.path = path }

  /// - Throws: `InputError` where the file, a column or a parameter cannot be used.
  public func run(asOf: Instant) throws -> MeasurementOutcome {
    guard (1..<100_000).contains(days), tuning > 0, tuning.isFinite, (1..<1_000_000).contains(crowd),
      [expected, expectedValue].allSatisfy({ $0.map { $0 > 0 && $0.isFinite } ?? true })
    else {
      throw InputError([Diagnostic(.error, "days, tuning, crowd and expected differences are numbers above 0")])
    }
    let source = table.map { MeasurementTable.table(SQLiteStore(name: "store", path: path), $0) } ?? .file(path)
    let header = try source.header()
    let (kind, named) = try resolve(header)
    var (measuring, extra) = make(kind, header, named)
    try source.rows(named + extra) { measuring.take(MeasurementFields(texts: $0)) }
    let subject = path.split(separator: "/").last.map(String.init) ?? path
    return MeasurementOutcome(measuring.sheets(table ?? subject, asOf: asOf), asOf: asOf)
  }

  /// The kind, and the file's name of each of its columns.
  private func resolve(_ header: [String]) throws -> (MeasurementKind, [String?]) {
    let missing = (columns.values.sorted() + attributes).filter { !header.contains($0) }
    let known = Set((kind.map { [$0] } ?? MeasurementKind.allCases).flatMap { $0.columns.map(\.name) }).sorted()
    let strange = columns.keys.sorted().filter { !known.contains($0) }
    guard missing.isEmpty, strange.isEmpty else {
      throw InputError(
        strange.map { Self.unknown($0, "that a record could have", among: known) }
          + missing.map { Self.unknown($0, "in `\(path)`", among: header) })
    }
    let usual = header.map { name in columns.first { $0.value == name }?.key ?? name }
    guard let kind = kind ?? MeasurementKind.guess(from: usual) else {
      throw InputError([
        Diagnostic(
          .error, "`\(path)` has the columns \(Self.list(header)), which are those of no kind of record",
          help: "name them with --column customer=HOUSEHOLD; kinds and their columns: "
            + MeasurementKind.allCases.map(\.explanation).joined(separator: " | "))
      ])
    }
    var diagnostics: [Diagnostic] = []
    for name in columns.keys.sorted() where !kind.columns.contains(where: { $0.name == name }) {
      diagnostics.append(Self.unknown(name, "among those of \(kind.rawValue)", among: kind.columns.map(\.name)))
    }
    let named = kind.columns.map { column -> String? in
      let spelled = columns[column.name] ?? column.name
      if column.isRequired, columns[column.name] == nil, !header.contains(spelled) {
        diagnostics.append(Self.unknown(spelled, "in `\(path)`", among: header))
      }
      return header.contains(spelled) ? spelled : nil
    }
    guard diagnostics.isEmpty else { throw InputError(diagnostics) }
    return (kind, named)
  }

  private func make(
    _ kind: MeasurementKind, _ header: [String], _ named: [String?]
  ) -> (measuring: any Measuring, extra: [String]) {
    switch kind {
    case .orders: return (OrderMeasuring(isByLine: isByLine, model: model), [])
    case .messages: return (MessageMeasuring(hasDelivery: named[3] != nil), [])
    case .signups: return (SignUpMeasuring(days: days), [])
    case .contacts: return (ContactMeasuring(hasMark: named[3] != nil, days: days), [])
    case .nps, .csat: return (AnswerMeasuring(kind), [])
    case .tenures: return (TenureMeasuring(), [])
    case .memberships: return (MembershipMeasuring(), [])
    case .experiment:
      return (ExperimentMeasuring(tuning: tuning, expected: expected, expectedValue: expectedValue), [])
    case .uplift:
      let extra = attributes.isEmpty ? header.filter { !named.contains($0) } : attributes
      return (UpliftMeasuring(attributes: extra, crowd: crowd), extra)
    }
  }

  private static func unknown(_ name: String, _ place: String, among names: [String]) -> Diagnostic {
    Diagnostic(
      .error, "there is no column `\(name)` \(place)", help: Problems.suggestion(for: name, among: names))
  }

  private static func list(_ names: [String]) -> String { names.map { "`\($0)`" }.joined(separator: ", ") }
}
