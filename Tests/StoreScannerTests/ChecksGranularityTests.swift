import GovernanceModel
import Testing

@testable import StoreScanner

/// Semantics section 6 over columns: declared and measured level, counts of what is finer than allowed.
@Suite struct ChecksGranularityTests {
  private static func map(_ fields: String) -> String {
    """
      - fides_key: shop
        collections:
          - name: people
            proviso: {subject: id, profile: {}}
            fields: [{name: id}, \(fields)]
    """
  }

  private func told(_ control: String, _ fields: String, _ columns: [String], _ rows: [[Cell]]) throws -> [String] {
    let world = try ChecksWorld([control], map: Self.map(fields), [CheckTable("people", columns, rows)])
    let told = try world.told()
    for passes in [2, 5] { #expect(try world.told(passes: passes) == told) }
    return told
  }

  @Test func `midnight is coarse only if all values are`() throws {
    let (control, field) = ("require: {granularity: {time: day}}", "{name: t, data_categories: [user.time]}")
    let midnights: [[Cell]] = [[1, "2020-01-01T00:00:00"], [2, "2020-02-01T00:00:00"], [3, nil], [4, "2020-02-01"]]
    #expect(try told(control, field, ["id", "t"], midnights) == [])
    #expect(
      try told(control, field, ["id", "t"], midnights + [[5, "2020-01-01T10:00:00"]]) == [
        "c0 shop.people.t violation tooFine 3/3 sample=1,2,5 at=t maximum=time.day measured=time.hour"
      ])
  }

  @Test func `a zero octet is coarse only if all addresses of the form end so`() throws {
    let (control, field) = (
      "require: {granularity: {network: prefix24}}", "{name: ip, data_categories: [user.network]}"
    )
    let zeroed: [[Cell]] = [[1, "192.0.2.0"], [2, "198.51.100.0"], [3, ""]]
    #expect(try told(control, field, ["id", "ip"], zeroed) == [])
    #expect(
      try told(control, field, ["id", "ip"], zeroed + [[4, "192.0.2.9"]]) == [
        "c0 shop.people.ip violation tooFine 3/3 sample=1,2,4 at=ip maximum=network.prefix24 measured=network.full"
      ])
    #expect(
      try told(control, field, ["id", "ip"], zeroed + [[4, "2001:db8::9"]]) == [
        "c0 shop.people.ip violation tooFine 1/1 sample=4 at=ip maximum=network.prefix24 measured=network.full"
      ])
  }

  @Test func `coordinates in two columns or one, limited by level or by radius`() throws {
    let fields = "{name: lat, data_categories: [user.place]}, {name: at, data_categories: [user.place]}"
    let rows: [[Cell]] = [
      [1, 52.52, "52.52,13.41"], [2, 52.5, "52.5200,13.4"], [3, -33.8688, nil], [4, nil, "Berlin"],
    ]
    #expect(
      try told("require: {granularity: {place: city}}", fields, ["id", "lat", "at"], rows) == [
        "c0 shop.people.at unverifiable notMeasured 1/1 sample=4 at=at maximum=place.city measured=place.coordinates2",
        "c0 shop.people.at violation tooFine 2/2 sample=1,2 at=at maximum=place.city measured=place.coordinates2",
        "c0 shop.people.lat violation tooFine 2/2 sample=1,3 at=lat maximum=place.city measured=place.coordinates4",
      ])
    // A cell of 1,100 m covers a circle of 564 m radius (1 km²), one of 11 m does not.
    #expect(
      try told("require: {granularity: {place: {radius: 564m}}}", fields, ["id", "lat", "at"], rows) == [
        "c0 shop.people.at unverifiable notMeasured 1/1 sample=4 at=at radius=564m measured=place.coordinates2",
        "c0 shop.people.lat violation tooFine 1/1 sample=3 at=lat radius=564m measured=place.coordinates4",
      ])
  }

  @Test func `the finer of declared and measured counts`() throws {
    let control = "require: {granularity: {birth: year}}"
    let rows: [[Cell]] = [[1, 1980], [2, nil], [3, "1975"]]
    let declaredFine = "{name: b, data_categories: [user.birth], proviso: {granularity: birth.date}}"
    #expect(
      try told(control, declaredFine, ["id", "b"], rows) == [
        "c0 shop.people.b violation tooFine 2/2 sample=1,3 at=b maximum=birth.year declared=birth.date measured=birth.year"
      ])
    let declaredCoarse = "{name: b, data_categories: [user.birth], proviso: {granularity: birth.band10}}"
    #expect(
      try told(control, declaredCoarse, ["id", "b"], rows + [[4, "1980-05-17"], [5, "--05-17"]]) == [
        "c0 shop.people.b violation tooFine 2/2 sample=4,5 at=b maximum=birth.year declared=birth.band10 measured=birth.date"
      ])
    #expect(try told(control, declaredFine, ["id", "b"], [[1, nil]]) == [])
  }

  @Test func `what cannot be measured is judged by its declaration, else unverifiable`() throws {
    let control = "require: {granularity: {contact: domain}}"
    let rows: [[Cell]] = [[1, "a@example.org"], [2, nil]]
    #expect(
      try told(control, "{name: m, data_categories: [user.contact]}", ["id", "m"], rows) == [
        "c0 shop.people.m unverifiable notMeasured 1/1 sample=1 at=m maximum=contact.domain"
      ])
    let declared = "{name: m, data_categories: [user.contact], proviso: {granularity: contact.full}}"
    #expect(
      try told(control, declared, ["id", "m"], rows) == [
        "c0 shop.people.m violation tooFine 1/1 sample=1 at=m maximum=contact.domain declared=contact.full"
      ])
  }

  @Test func `the vocabulary declares the level of a path, and several controls share one measure`() throws {
    let fields = "{name: p, data_categories: [user.place], proviso: {attribute: geo.home}}"
    let world = try ChecksWorld(
      [
        "require: {granularity: {place: city}}",
        "appliesTo: {categories: [user.place]}\nrequire: {granularity: {place: country}}",
        "appliesTo: {categories: [user.birth]}\nrequire: {granularity: {birth: year}}",
      ], map: Self.map(fields), [CheckTable("people", ["id", "p"], [[1, 52.5], [2, 13.25]])])
    #expect(
      try world.told() == [
        "c0 shop.people.p violation tooFine 1/1 sample=2 at=geo.home maximum=place.city declared=place.coordinates6 "
          + "measured=place.coordinates2",
        "c1 shop.people.p violation tooFine 2/2 sample=1,2 at=geo.home maximum=place.country "
          + "declared=place.coordinates6 measured=place.coordinates2",
      ])
  }

  @Test func `a control of a use looks at what the use reads`() throws {
    let map = """
        - fides_key: shop
          proviso: {subject: id}
          collections:
            - name: people
              proviso: {profile: {}}
              fields:
                - {name: id}
                - {name: p, data_categories: [user.place]}
                - {name: q, data_categories: [user.place]}
            - {name: sends, proviso: {uses: {use: personalize, at: t, reads: [q]}}, fields: [{name: id}, {name: t}]}
      """
    let tables = [
      CheckTable("people", ["id", "p", "q"], [[1, 52.5123, 52.5123]]),
      CheckTable("sends", ["id", "t"], [[1, "2025-01-01"]]),
    ]
    let world = try ChecksWorld(
      ["appliesTo: {uses: [personalize]}\nrequire: {granularity: {place: city}}"], map: map, tables)
    #expect(
      try world.told() == [
        "c0 shop.people.q violation tooFine 1/1 sample=1 at=q use=personalize maximum=place.city "
          + "measured=place.coordinates4"
      ])
  }

  @Test func `columns that the map does not declare, and levels finer than declared`() throws {
    let fields = """
      {name: a, data_categories: [user.birth], proviso: {granularity: birth.year}}, \
      {name: b, data_categories: [user.birth], proviso: {granularity: birth.year}}, \
      {name: c, data_categories: [user.birth], proviso: {granularity: birth.date}}
      """
    let rows: [[Cell]] = [[1, 1980, "1980-05-17", 1980, "x"], [2, 1981, 1980, nil, nil]]
    #expect(
      try told("require: {declared: {}}", fields, ["id", "a", "b", "c", "nick"], rows) == [
        "c0 shop.people.b violation undeclared 1/1 sample=1 at=b declared=birth.year measured=birth.date",
        "c0 shop.people.nick violation undeclared 0/0 at=nick",
      ])
  }
}
