package import GovernanceModel

/// One rule in figures: did it keep its promise, is it stale, what are its attributes worth.
package struct RuleScorecard: Sendable, Equatable {
  package let rule: String
  /// The name of the success metric, such as `conversionLift`.
  package let metric: String?
  package let figure: Figure?
  package let threshold: SuccessThreshold?
  package let verdict: ThresholdVerdict
  package let staleness: [StaleReason]
  package let worths: [AttributeWorth]

  package init(
    rule: String, metric: String?, figure: Figure?, threshold: SuccessThreshold?, life: RuleLife, at now: Instant,
    limits: StalenessLimits = StalenessLimits(), ablation: AttributeAblation? = nil
  ) {
    (self.rule, self.metric, self.figure, self.threshold) = (rule, metric, figure, threshold)
    verdict = threshold?.judge(figure) ?? .notMeasured
    staleness = limits.reasons(life, at: now)
    worths = ablation?.worths() ?? []
  }

  /// Attributes that a rule reads without earning anything by them: what data minimisation would take away first.
  package var dispensable: [String] {
    worths.filter { $0.level == nil && !$0.earnsItsPlace }.map(\.attribute)
  }
}
