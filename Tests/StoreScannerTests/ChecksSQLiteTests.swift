import DataStores
import GovernanceModel
import ProvisoTesting
import Testing

@testable import StoreScanner

/// The record checks over a real SQLite file, against what SQLite itself counts.
@Suite struct ChecksSQLiteTests {
  private static let map = """
      - fides_key: shop
        collections:
          - name: people
            proviso:
              subject: id
              profile: {quasiIdentifiers: [age, town, size]}
              anchors: {lastActivity: seen}
            fields:
              - {name: id}
              - {name: age, data_categories: [user.birth]}
              - {name: town, data_categories: [user.plain]}
              - {name: size, data_categories: [user.plain]}
              - {name: seen, data_categories: [user.time]}
              - {name: lat, data_categories: [user.place]}
    """

  private func make(_ folder: TemporaryFolder) throws -> SQLiteWriter {
    let writer = try SQLiteWriter(path: folder.path("shop.sqlite"))
    try writer.run(
      """
      CREATE TABLE people AS
      WITH RECURSIVE n(id) AS (SELECT 1 UNION ALL SELECT id + 1 FROM n WHERE id < 5000)
      SELECT id,
        CASE WHEN id * 7919 % 11 = 0 THEN NULL ELSE id * 7919 % 11 * 5 || '-' || (id * 7919 % 11 * 5 + 4) END AS age,
        CASE WHEN id * 104729 % 37 < 3 THEN NULL ELSE 't' || (id * 104729 % 37) END AS town,
        CASE WHEN id % 9 = 0 THEN NULL ELSE id * 31 % 7 END AS size,
        CASE WHEN id % 100 = 0 THEN NULL ELSE 1767225600 - id * 3607 END AS seen,
        (id * 6151 % 180000 - 90000) / 1000.0 AS lat
      FROM n;
      UPDATE people SET age = NULL, town = NULL, size = NULL WHERE id % 13 = 0;
      """)
    return writer
  }

  @Test func `group sizes, ages and decimals are those that SQLite counts, in any number of passes`() throws {
    let folder = try TemporaryFolder()
    let writer = try make(folder)
    let groups = """
      FROM (SELECT count(*) AS n FROM people WHERE coalesce(age, town, size) IS NOT NULL GROUP BY age, town, size)
      """
    func count(_ sql: String) throws -> String { try #require(try writer.quotedRows(sql).first) }
    let small = try count("SELECT sum(n) \(groups) WHERE n < 5")
    let rest = try count("SELECT (SELECT count(*) \(groups) WHERE n < 5), (SELECT min(n) \(groups))")
      .split(separator: "|")
    let alone = try count("SELECT count(*) \(groups) WHERE n = 1")
    let people = try count("SELECT sum(n) \(groups)")
    let classes = try count("SELECT count(*) \(groups)")
    let dated = try count("SELECT count(*) FROM people WHERE seen IS NOT NULL")
    let kept = try count("SELECT count(*) FROM people WHERE seen + 90 * 86400 <= 1767225600")
    let undated = try count("SELECT count(*) FROM people WHERE seen IS NULL")
    let fine = try count("SELECT count(*) FROM people WHERE round(lat, 1) <> lat")
    let world = try ChecksWorld(
      [
        "require: {crowd: {atLeast: 5, of: quasiIdentifiers}}",
        "require: {retention: {maxAge: P90D, since: lastActivity}}", "require: {granularity: {place: city}}",
      ], map: Self.map, [], sampleSize: 0, store: SQLiteStore(name: "shop", path: folder.path("shop.sqlite")))
    let expected = [
      "c0 shop.people violation groupTooSmall \(small)/\(small) atLeast=5 people=\(people) classes=\(classes) "
        + "smallClasses=\(rest[0]) smallest=\(rest[1]) alone=\(alone)",
      "c1 shop.people unverifiable noTimestamp \(undated)/\(undated) maxAge=P90D since=lastActivity",
      "c1 shop.people violation keptTooLong \(kept)/\(kept) maxAge=P90D since=lastActivity of=\(dated)",
      "c2 shop.people.lat violation tooFine \(fine)/\(fine) at=lat maximum=place.city measured=place.coordinates3",
    ]
    #expect(Int(small).map { $0 > 100 } == true)
    for passes in [1, 2, 5] {
      #expect(try world.told(passes: passes) == expected)
      #expect(world.scanned(passes: passes) == expected)
    }
  }
}
