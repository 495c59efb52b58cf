import ProvisoTesting

/// Many plausible rules, about one in eight of them with a defect; the same seed gives the same text.
enum NativeGenerator {
  static func yaml(rules count: Int, seed: UInt64) -> String {
    var random = SplitMix64(seed: seed)
    var text = "ruleset: generated\nrules:\n"
    for number in 0..<count {
      let use = random.pick(["marketing", "marketing.communications.email", "personalize.content"]) ?? "marketing"
      let score = Int.random(in: 1...9, using: &random)
      let consent = random.oneIn(8) ? "" : ", {consent: \(use)}"
      let second = random.oneIn(8) ? ", {attribute: affinity.a\(number % 7), lessThan: 0.1}" : ""
      text += """
          - {id: r\(number), use: \(use), owner: crm, action: {send: m\(number % 20)}, audience: {all: [\
        {attribute: affinity.a\(number % 7), atLeast: 0.\(score)}\(second)\(consent)]}}

        """
    }
    return text
  }
}
