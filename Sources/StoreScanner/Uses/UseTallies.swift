import GovernanceModel
import PolicyEngine

/// Counts of uses by (duty, rule, verdict).
struct UseTallies {
  private var dutyRules = PairCodes()
  private var cells = PairCodes()
  private var verdicts: [Verdict] = []
  private var tallies: [Tally] = []
  /// Cell + 1 of uses without a rule, by duty and verdict: most logs have no more than these.
  private var withoutRule: [Int32] = []
  private static let width = 32

  /// - Parameters:
  ///   - duty: A number that names the duty in the log.
  ///   - rule: The code of the logged rule.
  mutating func add(_ verdict: Verdict, duty: Int, rule: Int32, subject: UInt32, from start: Int64, to end: Int64) {
    let verdict = code(of: verdict)
    let cell = rule == ValueCodes.null ? cellWithoutRule(duty, verdict) : self.cell(duty, rule, verdict)
    tallies[cell].add(subject: subject, from: Instant(microseconds: start), to: Instant(microseconds: end))
  }

  private mutating func cell(_ duty: Int, _ rule: Int32, _ verdict: Int32) -> Int {
    let cell = Int(cells.code(dutyRules.code(Int32(duty), rule), verdict))
    if cell == tallies.count { tallies.append(Tally()) }
    return cell
  }

  private mutating func cellWithoutRule(_ duty: Int, _ verdict: Int32) -> Int {
    guard verdict < Self.width else { return cell(duty, ValueCodes.null, verdict) }
    let place = duty * Self.width + Int(verdict)
    while withoutRule.count <= place { withoutRule.append(0) }
    if withoutRule[place] == 0 { withoutRule[place] = Int32(cell(duty, ValueCodes.null, verdict)) + 1 }
    return Int(withoutRule[place]) - 1
  }

  private mutating func code(of verdict: Verdict) -> Int32 {
    for (index, known) in verdicts.enumerated() where known == verdict { return Int32(index) }
    verdicts.append(verdict)
    return Int32(verdicts.count - 1)
  }

  /// Visits each cell that counts something.
  mutating func visit(_ body: (_ duty: Int, _ rule: Int32, _ verdict: Verdict, _ tally: inout Tally) -> Void) {
    for cell in tallies.indices {
      let (dutyRule, verdict) = cells.pairs[cell]
      let (duty, rule) = dutyRules.pairs[Int(dutyRule)]
      body(Int(duty), rule, verdicts[Int(verdict)], &tallies[cell])
    }
  }
}
