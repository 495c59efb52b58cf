import Foundation
import ProvisoTesting
import Testing

@testable import DataStores

/// Where drivers are looked for, and what is said of those that are missing or none.
@Suite struct DriverTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func find(_ name: String) throws(StoreError) -> DriverLocation {
    try DriverSearch(paths: DriverPaths(folders: [folder.url.path])).find(name)
  }

  @Test func `a manifest says where the library is and how it begins`() throws {
    try folder.write(
      Array(
        """
        # A comment
        manifest_version = 1
        name = 'My "driver"'

        [Driver]
        entrypoint = "StartHere"  # its first function
        [Driver.shared]
        linux_amd64 = "/opt/drivers/lib mine.so"
        linux_arm64 = '/opt/drivers/lib mine.so'
        """.utf8), to: "mine.toml")
    let expected = DriverLocation(library: "/opt/drivers/lib mine.so", entryPoint: "StartHere")
    #expect(try find("mine") == expected)
    #expect(try find(folder.path("mine.toml")) == expected)
    #expect(expected.entryPoints == ["StartHere"])
  }

  @Test func `one library for every machine, and escapes`() throws {
    let text = "[Driver]\nshared = \"/opt/a\\\"b.so\"\n"
    #expect(try DriverManifest.location(text, path: "m.toml") == DriverLocation(library: "/opt/a\"b.so"))
  }

  @Test(arguments: [
    ("manifest_version = 2\n[Driver]\nshared = \"/a.so\"", "manifest version"), ("[Driver]\n", "names no library"),
    ("", "names no library"), ("what is this", "line 1"),
    ("[Driver.shared]\nwindows_amd64 = \"a.dll\"", "names no library"),
  ])
  func `manifests that name nothing`(_ text: String, _ part: String) throws {
    do {
      let found = try DriverManifest.location(text, path: "m.toml")
      Issue.record("found \(found)")
    } catch StoreError.driverUnusable(let path, let detail) {
      #expect(path == "m.toml" && detail.contains(part))
    }
  }

  @Test func `libraries by their usual names`() throws {
    for name in ["libadbc_driver_one.so", "libtwo.so", "_three.cpython-311-x86_64-linux-gnu.so"] {
      try folder.write([1], to: name)
    }
    #expect(try find("one").library == folder.path("libadbc_driver_one.so"))
    #expect(try find("one").entryPoints == ["AdbcDriverOneInit", "AdbcDriverInit", "one_adbc_init"])
    #expect(try find("two").library == folder.path("libtwo.so"))
    #expect(try find("three").entryPoints.last == "three_adbc_init")
    #expect(DriverLocation(library: "/x/libadbc_driver_flight_sql.so").entryPoints.first == "AdbcDriverFlightSqlInit")
  }

  @Test func `folders in the order of precedence`() {
    let environment = [
      "ADBC_DRIVER_PATH": "/first:/second", "HOME": "/home/me", "VIRTUAL_ENV": "/venv",
    ]
    let paths = DriverPaths(project: "shop", installation: "/usr/share/proviso") { environment[$0] }
    #expect(
      paths.folders == [
        "/first", "/second", "shop/.drivers", "/usr/share/proviso/.drivers", "/venv/etc/adbc/drivers",
        "/home/me/.config/adbc/drivers", "/etc/adbc/drivers",
      ])
    let other = DriverPaths(project: "", installation: nil) { ["XDG_CONFIG_HOME": "/cfg", "HOME": "/h"][$0] }
    #expect(other.folders == [".drivers", "/cfg/adbc/drivers", "/etc/adbc/drivers"])
  }

  @Test func `a driver that is missing names the command that installs it`() {
    #expect(throws: StoreError.driverMissing("nosuch")) { try find("nosuch") }
    #expect(throws: StoreError.driverMissing("./gone.so")) { try find("./gone.so") }
    #expect(StoreError.driverMissing("duckdb").description.contains("scripts/install-drivers"))
  }

  @Test func `what is no driver is not used`() throws {
    try folder.write(Array("no library".utf8), to: "libbroken.so")
    let store = ADBCStore(
      name: "s", .other(dialect: nil, options: [:]), driver: "broken", paths: DriverPaths(folders: [folder.url.path]))
    #expect {
      try store.tables()
    } throws: { error in
      guard case .driverUnusable(let path, _)? = error as? StoreError else { return false }
      return path.hasSuffix("libbroken.so")
    }
    // A library that is no driver.
    let system = ADBCStore(
      name: "s", .other(dialect: nil, options: [:]), driver: "libm.so.6", paths: DriverPaths(folders: []))
    #expect(throws: StoreError.driverMissing("libm.so.6")) { try system.tables() }
  }

  @Test(arguments: [
    ("postgresql://me:secret@db.example:5433/shop?sslmode=require", "postgresql://db.example:5433/shop"),
    ("postgresql://me@/shop?host=/run&password=secret", "postgresql:///shop"),
    ("host=db user=me password=secret", "the database"), ("grpc://h:1#frag", "grpc://h:1"),
  ])
  func `an address is told without its secrets`(_ uri: String, _ told: String) {
    #expect(ConnectionAddress.masked(uri) == told)
  }

  @Test func `messages that may hold a value are withheld, and secrets are never told`() {
    func told(_ state: String, _ message: String, secrets: [String] = []) -> String {
      ADBCFailure(status: 1, state: state, message: message).storeError("shop", table: "t", secrets: secrets)
        .description
    }
    let value = "alice@example.org"
    #expect(!told("22P02", "ERROR: invalid input syntax for type integer: \"\(value)\"").contains(value))
    #expect(!told("", "Conversion Error: Could not convert string '\(value)' to INT32").contains(value))
    #expect(!told("", "Invalid Input Error: CSV Error on Line: 3\nOriginal Line: \(value)").contains(value))
    #expect(!told("23505", "Key (mail)=(\(value)) already exists").contains(value))
    #expect(told("42703", "column \"mial\" does not exist\nHINT: x").hasSuffix("does not exist (SQLSTATE 42703)"))
    #expect(told("", "Catalog Error: Table with name x does not exist!").contains("Table with name x"))
    #expect(told("42501", "permission denied for table t") == StoreError.tableDenied("t").description)
    #expect(told("28P01", "password authentication failed") == StoreError.loginRefused("shop").description)
    #expect(told("57P01", "terminating connection") == StoreError.connectionLost("shop").description)
    let refused = told("08001", "could not connect with hunter2 to 10.0.0.1", secrets: ["hunter2"])
    #expect(!refused.contains("hunter2") && refused.contains("cannot be reached"))
  }
}
