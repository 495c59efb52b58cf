import ProvisoTesting
import Testing

@testable import DataStores

/// What is told of Spark's errors, which its driver hands over as one text: never a value.
@Suite struct SparkFailureTests {
  private static let store = "sc://spark.example:15002"

  private func told(_ message: String, status: Int = 9, table: String? = nil, secrets: [String] = []) -> StoreError {
    ADBCFailure(status: status, state: "", message: message).storeError(Self.store, table: table, secrets: secrets)
  }

  @Test func `a value in a message stays there`() {
    let error = told(
      """
      [Spark] [CAST_INVALID_INPUT] The value 'alice@example.org' of the type "STRING" cannot be cast to "INT" because it is \
      malformed. SQLSTATE: 22018
      == SQL (line 1, position 8) ==
      select cast('alice@example.org' as int). Vendor code: 13
      """)
    #expect(error == .engine(state: "22018", detail: "CAST_INVALID_INPUT"))
    let partition = "[Spark] [FAILED_READ_FILE.CANNOT_READ_FILE_FOOTER] file:/lake/mail=alice@example.org/1.parquet. "
    #expect(!told(partition).description.contains("alice"))
    #expect(!told("[Spark] java.lang.RuntimeException: alice@example.org").description.contains("alice"))
  }

  @Test func `names and paths are told, without what follows`() {
    let error = told(
      "[Spark] [TABLE_OR_VIEW_NOT_FOUND] The table or view `nowhere` cannot be found. Verify the spelling.\nSearch path: [x]."
        + " SQLSTATE: 42P01; line 1 pos 14;\n'Project [*]")
    #expect(
      error
        == .engine(
          state: "42P01",
          detail: "[TABLE_OR_VIEW_NOT_FOUND] The table or view `nowhere` cannot be found. Verify the spelling."))
    #expect(
      told("[Spark] [PATH_NOT_FOUND] Path does not exist: file:/lake/x. SQLSTATE: 42K03. Vendor code: 13")
        == .engine(state: "42K03", detail: "[PATH_NOT_FOUND] Path does not exist: file:/lake/x."))
    let missing = "java.lang.ClassNotFoundException: Class org.apache.hadoop.fs.s3a.S3AFileSystem not found"
    #expect(told("[Spark] \(missing)").description.contains("S3AFileSystem not found"))
  }

  @Test func `who is not there, who was there, who may not`() {
    let refused =
      "connection error: desc = \"transport: Error while dialing: dial tcp 127.0.0.1:1: connection refused\""
    #expect(told("[Spark] \(refused)", status: 10) == .unreachable(Self.store, detail: refused))
    #expect(told("[Spark] error reading from server: EOF", status: 10) == .connectionLost(Self.store))
    #expect(
      told("[Spark] [INVALID_HANDLE.SESSION_CLOSED] The handle is invalid. SQLSTATE: HY000")
        == .connectionLost(Self.store))
    #expect(told("[Spark] Invalid authentication token.", status: 13) == .loginRefused(Self.store))
    let denied = "[Spark] [INSUFFICIENT_PERMISSIONS] User lacks SELECT. SQLSTATE: 42501"
    #expect(told(denied, table: "log") == .tableDenied("log"))
    #expect(told("[Spark] AccessControlException: Permission denied: user=me", table: "log") == .tableDenied("log"))
    #expect(
      told("[Spark] [FAILED_READ_FILE.FILE_NOT_EXIST] file:///lake/a.parquet. SQLSTATE: KD001", table: "log")
        == .changed(path: "log"))
  }

  @Test func `no secret is told, whatever the server says`() {
    let error = told("[Spark] connection error: bad token hunter2", status: 10, secrets: ["hunter2"])
    #expect(error == .unreachable(Self.store, detail: "the connection failed"))
    #expect(ConnectionAddress.masked("sc://spark.example:15002/;token=hunter2;user_id=me") == Self.store)
    #expect(ConnectionAddress.masked("sc://spark.example:15002") == Self.store)
  }

  @Test func `names in backticks, texts with escapes, schemas with their catalog`() {
    #expect(SQLDialect.spark.quoted("a`b") == "`a``b`")
    #expect(SQLDialect.spark.literal("it's \\ ${x}") == "'it\\'s \\\\ ${x}'")
    #expect(SQLDialect.spark.qualified("lake.my shop") == "`lake`.`my shop`")
    #expect(SQLDialect.postgresql.qualified("a.b") == "\"a.b\"")
  }
}
