/// One plan of every tactic over the attributes of ``SmallWorld``.
enum TacticPlans {
  static let all = [
    "recommendation: {kind: forYou}", "recommendation: {kind: alsoBought, from: [purchase, view]}",
    "discovery: {count: 3, novelty: 0.5}",
    "journey: {goal: purchase, exit: {attribute: score.bakery, atLeast: 0.9}, steps: [{id: a, send: a}, {id: b, send: b, wait: P3D, when: {attribute: health.risk, exists: false}}]}",
    "onboarding: {start: signup, goal: purchase, steps: [{id: a, show: a, until: view}]}",
    "service: {plays: [{id: a, advise: a, when: {attribute: subject.country, equals: FR}}, {id: b, advise: b}]}",
    "offer: {reward: r}", "offer: {offer: o, tier: t}",
    "feedback: {ask: nps, after: purchase, within: P30D, every: P5D}",
  ]

  /// What offers of rewards and tiers rest on.
  static let programme = "loyalty: {tiers: [{id: t, from: 10}], rewards: [{id: r, points: 5}]}\n"
}
