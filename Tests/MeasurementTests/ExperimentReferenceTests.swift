import Foundation
import ProvisoTesting
import Testing

@testable import Measurement

@Suite(.enabled(if: Corpus.isPresent, MetricsReference.reason))
struct ExperimentReferenceTests {
  private func arms(_ entry: [String: Any]) throws -> TwoProportions {
    let (control, treatment) = (try entry.counts("control"), try entry.counts("treatment"))
    return TwoProportions(
      control: try #require(Proportion(control[0], of: control[1])),
      treatment: try #require(Proportion(treatment[0], of: treatment[1])))
  }

  @Test(arguments: 0..<5)
  func `two proportions`(index: Int) throws {
    let entry = try MetricsReference.objects("ab_tests.json", "two_prop")[index]
    let arms = try arms(entry)
    #expect(agrees(arms.pooled?.statistic, try entry.number("z_pooled")))
    #expect(agrees(arms.pooled?.p, try entry.number("p_pooled")))
    #expect(agrees(arms.wald?.statistic, try entry.number("z_wald")))
    #expect(agrees(arms.wald?.p, try entry.number("p_wald")))
    #expect(agrees(arms.difference, try entry.number("diff"), digits: 14))
    #expect(agrees(arms.chiSquared?.statistic, try entry.number("chi2")))
    #expect(agrees(arms.chiSquared?.p, try entry.number("chi2_p")))
    #expect(agrees(arms.fisher, try entry.number("fisher_p")))
    let (wald, newcombe) = (try entry.numbers("ci95_wald"), try entry.numbers("ci95_newcombe"))
    #expect(agrees(arms.waldInterval().low, wald[0]) && agrees(arms.waldInterval().high, wald[1]))
    #expect(agrees(arms.newcombeInterval().low, newcombe[0]) && agrees(arms.newcombeInterval().high, newcombe[1]))
    let wilson = try entry.numbers("wilson_control")
    #expect(agrees(arms.control.interval().low, wilson[0]) && agrees(arms.control.interval().high, wilson[1]))
    #expect(arms.lift == nil ? entry["rel_lift"] is NSNull : agrees(arms.lift, try entry.number("rel_lift")))
  }

  @Test(arguments: 0..<3)
  func `means by Welch`(index: Int) throws {
    let entry = try MetricsReference.objects("ab_tests.json", "welch")[index]
    let (counts, means, variances) = (try entry.counts("n"), try entry.numbers("mean"), try entry.numbers("var"))
    let samples = try (0..<2).map {
      try #require(SampleMoments(count: counts[$0], mean: means[$0], variance: variances[$0]))
    }
    let test = try #require(WelchTest(control: samples[0], treatment: samples[1]))
    let interval = try entry.numbers("ci95_diff")
    #expect(agrees(test.result.statistic, try entry.number("t")))
    #expect(agrees(test.degrees, try entry.number("df")))
    #expect(agrees(test.result.p, try entry.number("p")))
    #expect(agrees(test.interval().low, interval[0]) && agrees(test.interval().high, interval[1]))
  }

  @Test(arguments: 0..<6)
  func `fixed horizon and always valid`(index: Int) throws {
    let entry = try MetricsReference.objects("ab_gbstats.json", "cases")[index]
    let scale = try #require(SequentialTest.Scale(rawValue: entry["difference_type"] as? String ?? ""))
    let (fixed, sequential) = (try entry.part("fixed"), try entry.part("sequential"))
    let once = try #require(FixedHorizonTest(arms(entry), scale: scale))
    let always = try #require(SequentialTest(arms(entry), scale: scale, tuning: try entry.number("tuning")))
    let (fixedInterval, interval) = (try fixed.numbers("ci"), try sequential.numbers("ci"))
    #expect(agrees(once.estimate, try fixed.number("est")))
    #expect(agrees(once.interval.low, fixedInterval[0], digits: 10) && agrees(once.interval.high, fixedInterval[1]))
    #expect(agrees(once.p, try fixed.number("p")))
    #expect(agrees(always.estimate, try sequential.number("est")))
    #expect(agrees(always.interval.low, interval[0]) && agrees(always.interval.high, interval[1]))
    #expect(agrees(always.p, try sequential.number("p")))
  }

  @Test(arguments: 0..<3)
  func `sample ratio`(index: Int) throws {
    let entry = try MetricsReference.objects("ab_tests.json", "srm")[index]
    let ratio = try #require(SampleRatio(observed: try entry.counts("observed"), weights: try entry.numbers("weights")))
    #expect(agrees(ratio.result.statistic, try entry.number("chi2")))
    #expect(agrees(ratio.result.p, try entry.number("p")))
    #expect(!ratio.isMismatch)
  }

  @Test(arguments: 0..<3)
  func `mixture sequential test`(index: Int) throws {
    let entry = try #require(MetricsReference.object("ab_tests.json").part("misc")["msprt"] as? [[String: Any]])[index]
    let test = try #require(
      MixtureSequentialTest(
        difference: try entry.number("diff"), perArm: Int(try entry.number("n")),
        variance: try entry.number("var"), tau2: try entry.number("tau2")))
    #expect(agrees(test.likelihoodRatio, try entry.number("lambda_"), digits: 13))
    #expect(agrees(test.alwaysValidP, try entry.number("always_valid_p"), digits: 13))
  }

  @Test func `several tests, the sample's size and the promoter score`() throws {
    let misc = try MetricsReference.object("ab_tests.json").part("misc")
    let several = try misc.part("bh")
    let p = try several.numbers("p")
    for (method, key) in [(MultipleTesting.benjaminiHochberg, "bh"), (.holm, "holm"), (.bonferroni, "bonf")] {
      let adjusted = try #require(method.adjust(p))
      for (own, expected) in zip(adjusted, try several.numbers(key)) { #expect(agrees(own, expected, digits: 14)) }
    }
    let size = try #require(SampleSize(from: 0.10, to: 0.12))
    #expect(agrees(size.perArm(power: 0.8), try misc.number("n_per_arm p1=.10 p2=.12 a=.05 power=.8")))
    let nps = try misc.part("nps")
    let score = try #require(
      NetPromoterScore(
        answers: [Int](repeating: 9, count: 67) + [Int](repeating: 3, count: 20)
          + [Int](repeating: 8, count: 33)))
    let interval = try nps.numbers("ci95")
    #expect(agrees(score.promoters.rate, try nps.number("promoters")))
    #expect(agrees(score.detractors.rate, try nps.number("detractors")))
    #expect(agrees(score.score, try nps.number("nps"), digits: 13))
    #expect(agrees(score.standardError, try nps.number("se"), digits: 13))
    #expect(agrees(score.interval().low, interval[0], digits: 13) && agrees(score.interval().high, interval[1]))
  }
}
