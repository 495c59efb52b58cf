/// What a rule of the personalisation core decides.
package enum Tactic: String, CaseIterable, Sendable, Hashable {
  case recommendation, discovery, journey, onboarding, service, offer, feedback
}
