import GovernanceModel
import PolicyEngine

/// Hears of every verdict on a use, compliant ones too: the hook by which tests compare use by use.
final class UseObserver {
  struct Entry: Hashable {
    let pack: String
    let control: String
    let subject: UInt32
    let at: Moment
    let verdict: Verdict
  }

  private(set) var entries: [Entry] = []

  func note(_ verdict: Verdict, _ duty: Duty, _ rules: UseRules, _ subject: UInt32, _ moment: Moment) {
    let rule = rules.rules[duty.control]
    entries.append(
      Entry(pack: rule.pack.id, control: rule.control.id, subject: subject, at: moment, verdict: verdict))
  }
}
