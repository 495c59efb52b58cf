import ConsentHistory
import GovernanceModel
import Testing

/// Data uses that are channels (semantics section 4, normalised keys).
@Suite struct `Keys of channels` {
  private func asked(
    _ events: [ConsentEvent], _ use: DataUse, _ channel: Channel? = nil, under terms: ConsentTerms = ConsentTerms()
  ) -> ConsentState {
    ConsentTimeline(events, channelUses: channelUses).state(
      of: ConsentQuestion(use: use, channel: channel, at: Day.at(10)), under: terms)
  }

  @Test func `Both ways to say e-mail are one key, in events and in questions`() {
    let ways: [(DataUse, Channel?)] = [(emailUse, nil), (emailUse, email), (communications, email)]
    for (purpose, channel) in ways {
      for (use, on) in ways {
        let given = event(.given, purpose, at: Day.at(1), channel: channel)
        let exact = terms { $0.exactLevelOnly = true }
        #expect(asked([given], use, on, under: exact) == .valid)
        let withdrawn = event(.withdrawn, purpose, at: Day.at(2), channel: channel)
        #expect(asked([given, withdrawn], use, on) == .invalid(.withdrawn))
      }
    }
  }

  @Test func `A use below a channel is on that channel`() {
    let events = [
      event(.given, at: Day.at(1)), event(.withdrawn, communications, at: Day.at(2), channel: email),
    ]
    #expect(asked(events, DataUse("marketing.communications.email.offers")) == .invalid(.withdrawn))
    #expect(asked(events, smsUse) == .valid)
  }

  @Test func `A no to one channel makes a use without channel too coarse, however it was said`() {
    for no in [
      event(.withdrawn, emailUse, at: Day.at(2)), event(.withdrawn, communications, at: Day.at(2), channel: email),
      event(.withdrawn, marketing, at: Day.at(2), channel: email),
    ] {
      #expect(asked([event(.given, at: Day.at(1)), no], communications) == .unverifiable(.useTooCoarse))
    }
  }

  @Test func `A no to one channel that was lifted there is no obstacle`() {
    let events = [
      event(.given, at: Day.at(1)), event(.withdrawn, emailUse, at: Day.at(2)), event(.given, emailUse, at: Day.at(3)),
    ]
    #expect(asked(events, communications) == .valid)
  }

  @Test func `A no without a channel is said before a doubt`() {
    let events = [event(.withdrawn, at: Day.at(1)), event(.withdrawn, emailUse, at: Day.at(2))]
    #expect(asked(events, communications) == .invalid(.withdrawn))
  }

  @Test func `The decisive event explains the answer`() {
    let (given, no) = (event(.given, at: Day.at(1)), event(.withdrawn, at: Day.at(5)))
    let late = event(.given, at: Day.at(20))
    let timeline = ConsentTimeline([late, no, given])
    func decisive(_ day: Int) -> ConsentEvent? {
      timeline.decisiveEvent(for: ConsentQuestion(use: communications, at: Day.at(day)), under: ConsentTerms())
    }
    #expect(decisive(0) == nil)
    #expect(decisive(2) == given)
    #expect(decisive(6) == no)
    #expect(decisive(20) == late)
  }
}
