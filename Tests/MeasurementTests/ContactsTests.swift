import GovernanceModel
import ProvisoTesting
import Testing

@testable import Measurement

@Suite struct ContactsTests {
  @Test func `rates are of what was delivered, and machines are counted apart`() throws {
    let outcomes = [
      MessageOutcome(), MessageOutcome(isOpened: true), MessageOutcome(isOpened: true, isMachineOpened: true),
      MessageOutcome(isClicked: true), MessageOutcome(isOpened: true, isClicked: true, isUnsubscribed: true),
      MessageOutcome(isDelivered: false, isOpened: true), MessageOutcome(isDelivered: false),
    ]
    let rates = try #require(MessageRates(outcomes))
    #expect(rates.sent == 7)
    #expect(rates.delivery == Proportion(5, of: 7))
    #expect(rates.open == Proportion(3, of: 5))
    #expect(rates.openWithMachines == Proportion(4, of: 5))
    #expect(rates.click == Proportion(2, of: 5))
    #expect(rates.unsubscribe == Proportion(1, of: 5))
    #expect(rates.clickToOpen == Proportion(2, of: 3))
    #expect(rates.undeliveredOutcomes == 1)
  }

  @Test func `nothing delivered has no rates, nothing opened no click-to-open`() throws {
    #expect(MessageRates([]) == nil)
    #expect(MessageRates([MessageOutcome(isDelivered: false)]) == nil)
    #expect(try #require(MessageRates([MessageOutcome()])).clickToOpen == nil)
  }

  @Test func `activation waits until the days are over`() throws {
    let signUps = [
      SignUp(at: day(0), firstValue: day(2)), SignUp(at: day(0), firstValue: day(7)), SignUp(at: day(0)),
      SignUp(at: day(0), firstValue: day(7.1)), SignUp(at: day(14), firstValue: day(15)),
      SignUp(at: day(5), firstValue: day(4)), SignUp(at: day(21)),
    ]
    let activation = try #require(Activation(signUps, days: 7, asOf: day(20)))
    #expect(activation.people == Proportion(2, of: 4))
    #expect(activation.rate == 0.5)
    #expect(activation.pending == 1)
    #expect(activation.medianDays == 4.5)
    #expect(
      activation.rejected == [Rejection(record: 5, reason: .reversed), Rejection(record: 6, reason: .inFuture)])
    #expect(Activation(signUps, days: 0, asOf: day(20)) == nil)
    #expect(Activation([], days: 7, asOf: day(20)) == nil)
    #expect(try #require(Activation([SignUp(at: day(0))], days: 7, asOf: day(20))).medianDays == nil)
  }

  @Test func `satisfaction is the two best answers of the scale`() throws {
    let csat = try #require(CustomerSatisfaction(answers: [1, 3, 4, 5, 5, 0, 6]))
    #expect(csat.satisfied == Proportion(3, of: 5))
    #expect(csat.rejected == [Rejection(record: 5, reason: .offScale), Rejection(record: 6, reason: .offScale)])
    #expect(try #require(CustomerSatisfaction(answers: [5, 6, 7], scale: 1...7)).satisfied == Proportion(2, of: 3))
    #expect(CustomerSatisfaction(answers: []) == nil)
    #expect(CustomerSatisfaction(answers: [9]) == nil)
    #expect(CustomerSatisfaction(answers: [1], scale: 0...1) == nil)
  }

  @Test(arguments: 0..<20)
  func `the promoter score is the mean of 100, 0 and -100, and so is its error`(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let answers = (0..<40).map { _ in Int.random(in: 0...10, using: &random) }
    let score = try #require(NetPromoterScore(answers: answers))
    let marks = answers.map { $0 >= 9 ? 100.0 : $0 <= 6 ? -100 : 0 }
    let mean = marks.reduce(0, +) / 40
    let spread = marks.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 40
    #expect(abs(score.score - mean) < 1e-10)
    #expect(abs(score.standardError - (spread / 40).squareRoot()) < 1e-10)
    #expect(score.interval().contains(score.score))
  }

  @Test func `a unanimous score has no error, and stays within its bounds`() throws {
    let all = try #require(NetPromoterScore(answers: [10, 10, 9]))
    #expect(all.score == 100)
    #expect(all.standardError == 0)
    #expect(try #require(NetPromoterScore(answers: [10, 10, 10, 0])).interval().high == 100)
    #expect(NetPromoterScore(answers: [-1, 11]) == nil)
  }

  @Test func `resolved at the first contact is resolved, and nobody came back`() throws {
    let contacts = [
      Contact(customer: 1, issue: 1, at: day(0)), Contact(customer: 1, issue: 1, at: day(3)),
      Contact(customer: 1, issue: 2, at: day(1)), Contact(customer: 2, issue: 1, at: day(1)),
      Contact(customer: 3, issue: 1, at: day(1), isResolved: false), Contact(customer: 4, issue: 1, at: day(0)),
      Contact(customer: 4, issue: 1, at: day(8)), Contact(customer: 5, issue: 1, at: day(15)),
      Contact(customer: 5, issue: 1, at: day(15)), Contact(customer: 6, issue: 1, at: day(21)),
    ]
    let resolution = try #require(FirstContactResolution(contacts, asOf: day(20)))
    #expect(resolution.contacts == Proportion(4, of: 6))
    #expect(resolution.pending == 1)
    #expect(
      resolution.rejected == [Rejection(record: 8, reason: .duplicate), Rejection(record: 9, reason: .inFuture)])
    #expect(FirstContactResolution([], asOf: day(0)) == nil)
    #expect(FirstContactResolution(contacts, days: -1, asOf: day(20)) == nil)
  }

  @Test func `who calls again within the days of a repetition is no first contact either`() throws {
    let calls = [0.0, 5, 10, 15].map { Contact(customer: 1, issue: 1, at: day($0)) }
    #expect(try #require(FirstContactResolution(calls, asOf: day(40))).contacts == Proportion(0, of: 1))
  }
}
