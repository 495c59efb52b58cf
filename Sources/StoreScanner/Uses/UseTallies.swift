import GovernanceModel
import PolicyEngine

/// Counts of uses by (duty, rule, verdict).
struct UseTallies {
  private var dutyVerdicts = PairCodes()
  /// Of (duty, verdict) and rule.
  private var cells = PairCodes()
  private var verdicts: [Verdict] = []
  private var tallies: [Tally] = []

  /// - Parameters:
  ///   - duty: A number that names the duty in the log.
  ///   - rule: The code of the logged rule.
  mutating func add(_ verdict: Verdict, duty: Int, rule: Int32, subject: UInt32, from start: Int64, to end: Int64) {
    let cell = Int(cells.code(dutyVerdicts.code(Int32(duty), code(of: verdict)), rule))
    if cell == tallies.count { tallies.append(Tally()) }
    tallies[cell].add(subject: subject, from: Instant(microseconds: start), to: Instant(microseconds: end))
  }

  private mutating func code(of verdict: Verdict) -> Int32 {
    for index in verdicts.indices where verdicts[index] == verdict { return Int32(index) }
    verdicts.append(verdict)
    return Int32(verdicts.count - 1)
  }

  /// Visits each cell that counts something.
  mutating func visit(_ body: (_ duty: Int, _ rule: Int32, _ verdict: Verdict, _ tally: inout Tally) -> Void) {
    for cell in tallies.indices {
      let (dutyVerdict, rule) = cells.pairs[cell]
      let (duty, verdict) = dutyVerdicts.pairs[Int(dutyVerdict)]
      body(Int(duty), rule, verdicts[Int(verdict)], &tallies[cell])
    }
  }
}
