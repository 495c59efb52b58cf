import ConsentHistory
import GovernanceModel

/// Days of one history, counted from 2026-01-01, so that examples read like a calendar.
enum Day {
  static let zero = CivilDate(year: 2026, month: 1, day: 1)?.daysSinceEpoch ?? 0

  /// Midnight UTC of the day, and some hours.
  static func at(_ day: Int, hour: Int = 0) -> Moment { Moment(instant(day, hour: hour)) }

  static func instant(_ day: Int, hour: Int = 0) -> Instant {
    Instant(CivilDate(daysSinceEpoch: zero + day)).advanced(byMicroseconds: Int64(hour) * 3_600_000_000)
  }

  /// Known to the day only.
  static func date(_ day: Int) -> Moment { Moment(from: instant(day), until: instant(day + 1)) }
}

let email = Channel("email")
let sms = Channel("sms")
let marketing = DataUse("marketing")
let communications = DataUse("marketing.communications")
let emailUse = DataUse("marketing.communications.email")
let smsUse = DataUse("marketing.communications.sms")
let channelUses = [emailUse: email, smsUse: sms]

func event(
  _ action: ConsentAction, _ purpose: DataUse = communications, at: Moment, channel: Channel? = nil,
  controller: String? = nil, recordedAt: Moment? = nil, expiresAt: Moment? = nil, kind: ConsentKind = .express,
  actor: ConsentActor = .self, method: String? = nil, notice: ConsentEvent.Notice? = nil, evidence: String? = nil
) -> ConsentEvent {
  ConsentEvent(
    subject: "p1", purpose: purpose, channel: channel, controller: controller, action: action, at: at,
    recordedAt: recordedAt, expiresAt: expiresAt, kind: kind, actor: actor, method: method, notice: notice,
    evidence: evidence)
}

/// The state on (marketing.communications, no channel) unless said otherwise.
func state(
  _ events: [ConsentEvent], at: Moment, use: DataUse = communications, channel: Channel? = nil,
  controller: String? = nil, birth: BirthDate? = nil, under terms: ConsentTerms = ConsentTerms()
) -> ConsentState {
  ConsentTimeline(events).state(
    of: ConsentQuestion(use: use, channel: channel, controller: controller, at: at, birth: birth), under: terms)
}

func terms(_ change: (inout ConsentTerms) -> Void) -> ConsentTerms {
  var terms = ConsentTerms()
  change(&terms)
  return terms
}
