internal import CADBC

/// What a driver said of a call that failed, and what of it may be told.
///
/// A message may hold a value of the store (`invalid input syntax for type integer: "alice@…"`), a query, or a part of the
/// connection string. It is told only where its SQLSTATE or its kind says that it is about names, rights or the connection,
/// and never with a secret in it.
struct ADBCFailure {
  let status: Int
  /// Five characters, or empty.
  let state: String
  private let message: String
  private let spark: SparkFailure?

  init(status: Int, state: String, message: String) {
    spark = SparkFailure(message)
    (self.status, self.state, self.message) = (status, spark?.state ?? state, message)
  }

  /// Copies what the driver says.
  init(_ status: AdbcStatusCode, _ error: UnsafePointer<AdbcError>) {
    let message = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? ""
    let letters = unsafe error.pointee.sqlstate
    let bytes = [letters.0, letters.1, letters.2, letters.3, letters.4].prefix { $0 != 0 }
    let state = String(decoding: bytes.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    self.init(status: Int(status), state: state, message: message)
  }

  /// What a call failed with; nil where it did not.
  static func of(_ call: (UnsafeMutablePointer<AdbcError>) -> AdbcStatusCode) -> ADBCFailure? {
    var error = unsafe AdbcError()
    let status = unsafe call(&error)
    let failure = unsafe status == 0 ? nil : ADBCFailure(status, &error)
    if let release = unsafe error.release { unsafe release(&error) }
    return failure
  }

  /// As the store tells it. `table` is what was read, where a table was.
  func storeError(_ store: String, table: String?, secrets: [String]) -> StoreError {
    if isInterruption { return .interrupted }
    let told = tellable(secrets)
    switch kind {
    case .login: return .loginRefused(store)
    case .connection: return .unreachable(store, detail: told ?? "the connection failed")
    case .lost: return .connectionLost(store)
    case .rights: return table.map { .tableDenied($0) } ?? .denied(path: store)
    case .locked: return .locked(path: store)
    case .changed: return .changed(path: table ?? store)
    case .other: return .engine(state: state, detail: told ?? withheld)
    }
  }

  private enum Kind { case login, connection, lost, rights, locked, changed, other }

  private var isInterruption: Bool {
    status == ADBC_STATUS_CANCELLED || (state == "57014" && Interruption.isRequested)
      || (Interruption.isRequested && message.contains("INTERRUPT"))
  }

  private var kind: Kind {
    if state.hasPrefix("28") || status == ADBC_STATUS_UNAUTHENTICATED { return .login }
    if message.contains("password authentication failed") || message.contains("no password supplied") { return .login }
    if message.contains("Could not set lock on file") { return .locked }
    if let spark {
      if spark.isAboutConnection { return .connection }
      if spark.isLoss { return .lost }
      if spark.isChange { return .changed }
      if spark.isDenial { return .rights }
    }
    if state == "42501" || status == ADBC_STATUS_UNAUTHORIZED { return .rights }
    if state.hasPrefix("57P") || state == "08006" || Self.losses.contains(where: { message.contains($0) }) {
      return .lost
    }
    if state.hasPrefix("08") || message.contains("connection to server") { return .connection }
    return .other
  }

  private static let losses = [
    "server closed the connection", "no connection to the server", "terminating connection", "connection not open",
    "SSL connection has been closed",
  ]

  /// The first line, where it cannot hold a value.
  private func tellable(_ secrets: [String]) -> String? {
    guard spark != nil || isAboutNames else { return nil }
    let line = spark.map { $0.tellable ?? "" } ?? message.split(separator: "\n").first.map(String.init) ?? ""
    guard !line.isEmpty, !secrets.contains(where: { !$0.isEmpty && line.contains($0) }) else { return nil }
    return String(line.prefix(300))
  }

  /// SQLSTATE classes of syntax, rights, connections, resources and features (PostgreSQL documentation, appendix A), and
  /// DuckDB's kinds of errors of the same sort.
  private var isAboutNames: Bool {
    if !state.isEmpty, state != "00000" {
      return ["08", "0A", "28", "3D", "3F", "42", "53", "54", "55", "57", "58"].contains { state.hasPrefix($0) }
    }
    if message.contains("connection to server") { return true }
    return ["Catalog Error", "Binder Error", "Parser Error", "IO Error", "Permission Error", "Not implemented Error"]
      .contains { message.hasPrefix($0) }
  }

  private var withheld: String {
    let kind = message.prefix { $0 != ":" && $0 != "\n" }
    let name = kind.hasSuffix("Error") && kind.count < 40 ? String(kind) : "the engine's error"
    return "\(name) (its text is withheld: it may hold a value)"
  }
}
