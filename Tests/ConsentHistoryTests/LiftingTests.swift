import ConsentHistory
import GovernanceModel
import Testing

@Suite struct `Lifting a no` {
  private func afterNo(_ grant: ConsentEvent, no: ConsentEvent, channel: Channel? = nil, use: DataUse = communications)
    -> ConsentState
  { state([no, grant], at: Day.at(10), use: use, channel: channel) }

  @Test func `A later yes at the same purpose lifts`() {
    #expect(afterNo(event(.given, at: Day.at(2)), no: event(.withdrawn, at: Day.at(1))) == .valid)
  }

  @Test func `A renewal lifts nothing`() {
    #expect(
      afterNo(event(.renewed, at: Day.at(2)), no: event(.withdrawn, at: Day.at(1))) == .invalid(.withdrawn))
  }

  @Test(arguments: [ConsentKind.implied, .softOptIn])
  func `A purchase never lifts a person's no`(_ kind: ConsentKind) {
    #expect(
      afterNo(event(.given, at: Day.at(2), kind: kind), no: event(.refused, at: Day.at(1))) == .invalid(.refused))
  }

  @Test(arguments: [ConsentActor.system, .import])
  func `A system never lifts a person's no`(_ actor: ConsentActor) {
    #expect(
      afterNo(event(.given, at: Day.at(2), actor: actor), no: event(.refused, at: Day.at(1))) == .invalid(.refused))
  }

  @Test func `A broad yes never lifts a specific no`() {
    let answer = afterNo(
      event(.given, communications, at: Day.at(2)), no: event(.withdrawn, emailUse, at: Day.at(1)), use: emailUse)
    #expect(answer == .invalid(.withdrawn))
  }

  @Test func `A specific yes lifts a broad no for its own purpose only`() {
    let (no, yes) = (event(.withdrawn, marketing, at: Day.at(1)), event(.given, emailUse, at: Day.at(2)))
    #expect(afterNo(yes, no: no, use: emailUse) == .valid)
    #expect(afterNo(yes, no: no, use: smsUse) == .invalid(.withdrawn))
  }

  @Test func `A yes without a channel does not lift a no with one`() {
    let no = event(.withdrawn, at: Day.at(1), channel: email)
    #expect(afterNo(event(.given, at: Day.at(2)), no: no, channel: email) == .invalid(.withdrawn))
    #expect(afterNo(event(.given, at: Day.at(2), channel: email), no: no, channel: email) == .valid)
  }

  @Test func `A lifted no still ends the grants before it`() {
    let events = [
      event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(2)),
      event(.given, at: Day.at(3), expiresAt: Day.at(4)),
    ]
    #expect(state(events, at: Day.at(3)) == .valid)
    #expect(state(events, at: Day.at(5)) == .invalid(.expired))
  }
}
