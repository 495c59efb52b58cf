internal import CADBC
internal import Glibc
internal import Synchronization

/// A driver in memory: a shared library and the function table that it filled.
///
/// A library stays loaded to the end of the process, since drivers have threads of their own.
///
/// INVARIANT: the table is written once, before the value is shared, which makes it sound to send.
@safe final class ADBCDriver: @unchecked Sendable {
  /// The path or name that was loaded.
  let path: String
  private let pointer: UnsafeMutablePointer<AdbcDriver>

  var table: AdbcDriver {
    _read { yield unsafe pointer.pointee }
  }

  private static let loaded = Mutex<[String: ADBCDriver]>([:])

  /// Loads a library, or takes the one that was loaded.
  ///
  /// Throws `driverUnusable` where it is no ADBC driver, and where the loader refuses it.
  static func load(_ location: DriverLocation) throws(StoreError) -> ADBCDriver {
    // A closure of `withLock` with typed throws, so that two threads do not load one library twice.
    try loaded.withLock { loaded throws(StoreError) in
      if let known = loaded[location.library] { return known }
      let driver = try ADBCDriver(location)
      loaded[location.library] = driver
      return driver
    }
  }

  private init(_ location: DriverLocation) throws(StoreError) {
    path = location.library
    guard let handle = unsafe SharedLibrary.open(location.library) else {
      throw .driverUnusable(location.library, detail: SharedLibrary.lastError)
    }
    var found: UnsafeMutableRawPointer?
    for name in location.entryPoints where unsafe found == nil { unsafe found = dlsym(handle, name) }
    guard let symbol = unsafe found else {
      throw .driverUnusable(
        location.library, detail: "it exports none of \(location.entryPoints.joined(separator: ", "))")
    }
    let start = unsafe unsafeBitCast(symbol, to: AdbcDriverInitFunction.self)
    unsafe pointer = .allocate(capacity: 1)
    for version in [ADBC_VERSION_1_1_0, ADBC_VERSION_1_0_0] {
      unsafe pointer.initialize(to: AdbcDriver())
      guard let failure = unsafe ADBCFailure.of({ unsafe start(Int32(version), pointer, $0) }) else { return }
      guard failure.status == ADBC_STATUS_NOT_IMPLEMENTED else { break }
    }
    throw .driverUnusable(location.library, detail: "it does not speak ADBC 1.1 or 1.0")
  }
}

/// Opens libraries as the dynamic loader finds them.
private enum SharedLibrary {
  /// A library; nil where the loader refuses it. The extension module of a Python wheel, which DuckDB's is, needs the
  /// symbols of a Python of its version, though it calls none of them to answer a query.
  @unsafe static func open(_ library: String) -> UnsafeMutableRawPointer? {
    if let version = pythonVersion(library) {
      let name = "libpython\(version).so.1.0"
      let folder = library.split(separator: "/", omittingEmptySubsequences: false).dropLast().joined(separator: "/")
      for candidate in ["\(folder)/\(name)", name, "libpython\(version).so"] {
        if unsafe dlopen(candidate, RTLD_NOW | RTLD_GLOBAL) != nil { break }
      }
    }
    return unsafe dlopen(library, RTLD_NOW | RTLD_LOCAL)
  }

  /// `3.11` of `_duckdb.cpython-311-x86_64-linux-gnu.so`; nil for other libraries.
  private static func pythonVersion(_ library: String) -> String? {
    guard let tag = library.split(separator: "/").last?.split(separator: ".cpython-").dropFirst().first else {
      return nil
    }
    let digits = tag.prefix { $0.isNumber }
    return digits.count >= 2 ? "\(digits.prefix(1)).\(digits.dropFirst())" : nil
  }

  /// What the loader said last, without the path that it begins with.
  static var lastError: String {
    guard let text = unsafe dlerror() else { return "the loader refuses it" }
    let message = unsafe String(cString: text)
    return message.split(separator: ": ", maxSplits: 1).last.map(String.init) ?? message
  }
}
