import Auditor
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct MeasurementExperimentTests {
  /// The first case of the reference: 120 of 1,000 against 150 of 1,000.
  @Test func `arms as counts`() throws {
    let sheets = try Measured.run("e.csv", "arm,people,conversions\ncontrol,1000,120\nnew,1000,150\n")
    #expect(sheets.count == 2)
    #expect(sheets[0].metric("controlRate") == 0.12)
    #expect(sheets[0].metric("sampleRatioP") == 1)
    #expect(abs(try #require(sheets[1].metric("p")) - 0.04964038686536878) < 1e-12)
    #expect(abs(try #require(sheets[1].metric("sequentialP")) - 0.47069077790838043) < 1e-12)
    #expect(sheets[1].metric("conversionLift") == 0.25)
    #expect(sheets[1].node["metrics"]?["holmP"] == nil)
  }

  @Test func `single people come to the same, in any order, with what they spent`() throws {
    var rows = ["arm,converted,value"]
    for person in 0..<40 {
      rows.append("b,\(person < 30 ? 1 : 0),\(person < 30 ? 10 + person : 0)")
      rows.append("control,\(person < 10 ? 1 : 0),\(person < 10 ? 10 + person : 0)")
    }
    let people = try Measured.run("p.csv", rows.joined(separator: "\n"))
    let counts = try Measured.run("e.csv", "arm,people,conversions\nb,40,30\ncontrol,40,10\n")
    #expect(people[1].metric("p") == counts[1].metric("p"))
    #expect(people[1].metric("difference") == 0.5)
    // 30 people spend 10 to 39, ten spend 10 to 19: 735 and 145 over 40 each.
    #expect(abs(try #require(people[1].metric("valueDifference")) - (735.0 - 145) / 40) < 1e-12)
    #expect(counts[1].metric("valueDifference") == nil)
  }

  @Test func `several arms are corrected for, and a broken assignment is said`() throws {
    let sheets = try Measured.run(
      "e.csv", "arm,people,conversions,weight\na,1000,100,1\nx,1000,140,1\ny,1300,130,1\n")
    #expect(sheets.count == 3)
    let (plain, holm) = (try #require(sheets[1].metric("p")), try #require(sheets[1].metric("holmP")))
    #expect(abs(holm - 2 * plain) < 1e-12)
    #expect(try #require(sheets[0].metric("sampleRatioP")) < 0.001)
    let note = sheets[0].node["metrics"]?["sampleRatioP"]?["note"]
    #expect(note == .text("MISMATCH: the assignment is broken, do not trust the result"))
  }

  @Test func `weights say how people were to be assigned`() throws {
    let sheets = try Measured.run("e.csv", "arm,people,conversions,weight\ncontrol,900,90,9\nx,100,10,1\n")
    #expect(sheets[0].metric("sampleRatioP") == 1)
  }

  @Test func `arms that cannot be compared have a reason`() throws {
    let one = try Measured.run("e.csv", "arm,people,conversions\ncontrol,10,1\n")
    #expect(one.count == 1)
    #expect(one[0].metric("conversionLift") == nil)
    let empty = try Measured.run("e.csv", "arm,people,conversions\ncontrol,10,1\nx,0,0\n")
    #expect(empty[1].metric("conversionLift") == nil)
    let bad = try Measured.run(
      "e.csv", "arm,people,conversions\ncontrol,10,1\nx,10,11\nx,-1,0\n,5,1\nx,10,2.5\nx,10,5\n")
    #expect(bad[0].node["leftOut"] == .object(["unreadable": .number(4)]))
    #expect(bad[1].metric("rate") == 0.5)
  }

  /// The young gain by treatment, the old lose; the postcode tells nothing but who somebody is.
  @Test func `attributes by what they bring and what they tell`() throws {
    var random = SplitMix64(seed: 5)
    var rows = ["treated,outcome,age,age.half,postcode"]
    for _ in 0..<2_000 {
      let (age, treated) = (Int.random(in: 0..<4, using: &random), Bool.random(using: &random))
      let outcome = treated ? (age < 2 ? 0.8 : 0.1) : 0.4
      rows.append("\(treated),\(outcome),\(age),\(age / 2),\(Int.random(in: 0..<400, using: &random))")
    }
    let sheet = try #require(try Measured.run("u.csv", rows.joined(separator: "\n")).first)
    guard case .array(let attributes)? = sheet.node["attributes"] else { return #expect(Bool(false)) }
    #expect(attributes.map { $0["attribute"] } == [.text("age"), .text("age"), .text("postcode")])
    #expect(attributes.map { $0["level"] } == [.null, .text("half"), .null])
    #expect(attributes.map { $0["earnsItsPlace"] } == [.boolean(true), .boolean(false), .boolean(false)])
    let exposed = try #require(attributes[2]["exposedWith"]?.numberValue)
    #expect(exposed > 1_000)
    #expect(attributes[2]["exposedWithout"] == .number(0))
    let alone = try #require(
      try Measured.run("u.csv", rows.joined(separator: "\n")) { $0.attributes = ["age"] }.first)
    guard case .array(let ages)? = alone.node["attributes"] else { return #expect(Bool(false)) }
    #expect(ages.map { $0["exposedWith"] } == [.number(0)])
  }

  @Test func `a form that is no coarser one is left out, with a reason`() throws {
    var rows = ["treated,outcome,age,age.half"]
    for person in 0..<40 { rows.append("\(person % 2),1,\(person % 4),\(person % 3)") }
    let sheet = try #require(try Measured.run("u.csv", rows.joined(separator: "\n")).first)
    #expect(sheet.node["metrics"]?["age.half"]?["note"] == .text("is no coarser form of age"))
    #expect(sheet.metric("age") != nil)
  }

  @Test func `a campaign without a control has no uplift`() throws {
    let sheet = try #require(try Measured.run("u.csv", "treated,outcome,age\n1,1,2\n1,0,3\n").first)
    #expect(sheet.metric("uplift") == nil)
  }
}
