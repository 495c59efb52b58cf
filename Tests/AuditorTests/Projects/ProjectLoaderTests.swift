import ConsentHistory
import GovernanceModel
import PolicyEngine
import Testing

@testable import Auditor

@Suite struct ProjectLoaderTests {
  @Test func `paths are relative to the project file, absolute ones stay`() throws {
    let work = try Workspace([
      "sub/proviso.yaml": "project: p\npolicies: [gdpr]\nledger: /var/l\nruleSets: [r/*.yaml]\n"
    ])
    let project = try Project.load(work.path("sub/proviso.yaml"), installation: Workspace.installation)
    #expect(project.folder == work.path("sub"))
    #expect(project.ledgerPath == "/var/l")
    #expect(project.pseudonymKeyPath == work.path("sub/.proviso/pseudonym.key"))
    #expect(project.ruleSets.map(\.pattern) == [work.path("sub/r/*.yaml")])
  }

  @Test func `a pack that is neither a file nor shipped is told with the nearest shipped one`() throws {
    let work = try Workspace(["proviso.yaml": "project: p\npolicies:\n  - gdrp\n"])
    let complaint = try #require(work.complaints().first)
    #expect(complaint.message.contains("no pack `gdrp`"))
    #expect(complaint.help == "did you mean `gdpr`?")
    #expect(complaint.span?.line == 3)
  }

  @Test func `a project that is missing, or names a map that is missing, is one error with the path`() throws {
    let empty = try Workspace()
    #expect(empty.complaints().map(\.message) == ["cannot read `\(empty.path("proviso.yaml"))`: no such file"])
    let work = try Workspace([
      "proviso.yaml": "project: p\npolicies: [gdpr]\nstores: [{name: s, path: s.sqlite, map: m.yaml}]\n"
    ])
    #expect(work.complaints().map(\.message) == ["cannot read `\(work.path("m.yaml"))`: no such file"])
  }

  @Test func `a misspelt use or category of a legal basis is told, not a basis that is missing`() throws {
    let work = try Workspace([
      "proviso.yaml": """
      project: p
      policies: [gdpr]
      legalBases:
        - {use: marketng, basis: consent}
        - {use: marketing, categories: [user.behavor], basis: consent}
        - {use: marketing, categories: [user.behavior], basis: consent}
      """
    ])
    let complaints = work.complaints()
    #expect(
      complaints.map(\.message) == [
        "the vocabulary has no data use `marketng`", "the vocabulary has no data category `user.behavor`",
      ])
    #expect(complaints.map(\.help) == ["did you mean `marketing`?", "did you mean `user.behavior`?"])
    #expect(complaints.map { $0.span?.line } == [4, 5])
  }

  @Test func `errors of two packs are told together`() throws {
    let broken = Workspace.ownerPack.replacing("severity: high", with: "severity: hihg")
    let work = try Workspace([
      "proviso.yaml": "project: p\npolicies: [a.yaml, b.yaml]\n", "a.yaml": broken,
      "b.yaml": broken.replacing("pack: own", with: "pack: other"),
    ])
    #expect(work.complaints().compactMap(\.span?.file) == [work.path("a.yaml"), work.path("b.yaml")])
  }

  @Test func `a category that no vocabulary knows is an error of the attribute that names it`() throws {
    let work = try Workspace([
      "proviso.yaml": "project: p\npolicies: [gdpr]\nattributes:\n  - {path: shoe.size, categories: [user.contcat]}\n"
    ])
    let complaint = try #require(work.complaints().first)
    #expect(complaint.span?.line == 4)
    #expect(complaint.help?.contains("user.contact") == true)
  }

  @Test func `a project may apply a law before it was in force, and ask for its own notices`() throws {
    let work = try Workspace([
      "proviso.yaml": """
      project: p
      policies: [{pack: gdpr, inForce: 2017-01-01}]
      notices: {privacy-notice: "2"}

      """
    ])
    let controls = try work.project().policies.packs.flatMap(\.controls)
    let early = try #require(Instant(iso8601: "2017-01-01"))
    #expect(controls.allSatisfy { ($0.law.inForce ?? early) <= early })
    let asked = controls.compactMap { control in
      if case .consent(let consent) = control.requirement { consent.terms.minimumNotice } else { nil }
    }
    #expect(!asked.isEmpty && asked.allSatisfy { !$0.isEmpty })
  }
}
