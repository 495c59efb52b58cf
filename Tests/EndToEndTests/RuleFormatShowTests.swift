import Foundation
import ProvisoTesting
import Testing

/// What `rules show` prints of one real file a format.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS")) struct RuleFormatShowTests {
  @Test(arguments: [
    ("unleash", "unleash/specifications__15-global-constraints.json"),
    ("growthbook", "growthbook/feature-053.json"),
    ("mautic", "mautic/segment-51-has-email-and-visited-url.json"),
    ("posthog", "posthog/cohort-2.json"),
    ("unomi", "unomi/plugins__baseplugin__src__main__resources__META-INF__cxs__rules__newSession.json"),
  ])
  func `a real file is shown whole`(format: String, path: String) throws {
    let place = try Workplace()
    try place.write(String(decoding: Corpus.bytes(of: "rules/" + path), as: UTF8.self), to: "\(format).json")
    let outcome = try place.proviso.run("rules", "show", "\(format).json")
    #expect(outcome.status == 0)
    try expectGolden(outcome.output, "rules-show-\(format).txt")
  }
}
