import DataStores
import ProvisoTesting
import Testing

/// Every engine keeps the contract of a store.
@Suite struct EngineContractTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func contract(_ engine: TestEngine) -> DataStoreContract {
    // PostgreSQL cuts longer names off (NAMEDATALEN).
    DataStoreContract(nameLimit: engine == .postgresql ? 62 : .max) { try engine.makeStore($0, in: folder) }
  }

  @Test(
    .enabled(if: TestEngine.duckdb.isPresent, TestEngine.duckdb.absence), arguments: DataStoreContract.Clause.allCases)
  func `DuckDB keeps the contract`(_ clause: DataStoreContract.Clause) throws { try contract(.duckdb).verify(clause) }

  @Test(
    .enabled(if: TestEngine.postgresql.isPresent, TestEngine.postgresql.absence),
    arguments: DataStoreContract.Clause.allCases)
  func `PostgreSQL keeps the contract`(_ clause: DataStoreContract.Clause) throws {
    try contract(.postgresql).verify(clause)
  }

  @Test(
    .enabled(if: SparkCluster.isPresent, SparkCluster.absence), arguments: DataStoreContract.Clause.allCases)
  func `Spark keeps the contract`(_ clause: DataStoreContract.Clause) throws { try contract(.spark).verify(clause) }
}
