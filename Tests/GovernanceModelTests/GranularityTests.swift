import GovernanceModel
import Testing

@Suite struct `Levels of fineness` {
  private func level(_ name: String) throws -> Granularity { try #require(Granularity(named: name)) }

  @Test(arguments: [
    ("birth.date", "birth.month"), ("birth.month", "birth.year"), ("birth.band5", "birth.band10"),
    ("birth.band10", "birth.adult"), ("place.street", "place.coordinates3"), ("place.postcode", "place.city"),
    ("place.city", "place.postcodePrefix"), ("place.postcodePrefix", "place.coordinates1"),
    ("place.region", "place.none"),
    ("time.instant", "time.second"), ("time.year", "time.decade"), ("network.prefix24", "network.prefix16"),
    ("identity.directHash", "identity.account"), ("contact.full", "contact.domain"), ("money.exact", "money.rounded"),
    ("history.events", "history.aggregate"), ("device.fingerprint", "device.class"), ("text.free", "text.redacted"),
  ])
  func `A finer level is finer, and never the other way round`(_ finer: String, _ coarser: String) throws {
    let (finer, coarser) = (try level(finer), try level(coarser))
    #expect(finer.isFiner(than: coarser) && !coarser.isFiner(than: finer))
    #expect(finer.finer(coarser) == finer && coarser.finer(finer) == finer)
  }

  @Test func `What cannot be compared counts as finer, both ways`() throws {
    let (month, monthDay) = (try level("birth.month"), try level("birth.monthDay"))
    #expect(month.isFiner(than: monthDay) && monthDay.isFiner(than: month))
    #expect(try level("place.none").isFiner(than: month), "another family")
  }

  /// Section 6: full, prefix24 (IPv6 prefix64 < prefix56 < prefix48), prefix16 (prefix32), country.
  @Test func `Prefixes of both versions of IP lie in one chain`() throws {
    let chain = [
      ["full"], ["prefix64"], ["prefix56"], ["prefix48", "prefix24"], ["prefix32", "prefix16"], ["country"],
    ]
    for (first, finer) in chain.enumerated() {
      for (second, coarser) in chain.enumerated() {
        for (left, right) in finer.flatMap({ left in coarser.map { (left, $0) } }) {
          let (left, right) = (try level("network.\(left)"), try level("network.\(right)"))
          #expect(left.isFiner(than: right) == (first < second), "\(left) \(right)")
        }
      }
    }
  }

  @Test(arguments: Granularity.Family.allCases)
  func `Every family ends in none, and each level has one name`(_ family: Granularity.Family) throws {
    #expect(family.levels.last == "none")
    #expect(Set(family.levels).count == family.levels.count)
    for name in family.levels {
      let level = try level("\(family.rawValue).\(name)")
      #expect(!level.isFiner(than: level))
      #expect(Granularity(named: level.description) == level)
    }
  }

  @Test(arguments: ["birth", "birth.", "birth.decade", "Birth.date", ".date", "shoe.size", "birth.date.x"])
  func `What is no level is refused`(_ name: String) { #expect(Granularity(named: name) == nil) }
}
