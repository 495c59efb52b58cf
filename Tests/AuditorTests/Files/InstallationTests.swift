import GovernanceModel
import SourceDocuments
import Testing

@testable import Auditor

@Suite struct InstallationTests {
  @Test func `the shipped packs are found beside, above and below share of the binary`() throws {
    let work = try Workspace(["share/proviso/policies/packs/gdpr.yaml": "", "home/policies/packs/gdpr.yaml": ""])
    let below = Installation.find(home: nil, executable: work.path("bin/proviso"))
    #expect(below?.root == work.path("share/proviso"))
    let above = Installation.find(home: nil, executable: work.path("home/.build/debug/proviso"))
    #expect(above?.root == work.path("home"))
  }

  @Test func `PROVISO_HOME wins, unless it holds no packs`() throws {
    let work = try Workspace(["a/policies/packs/gdpr.yaml": "", "b/policies/packs/gdpr.yaml": ""])
    #expect(Installation.find(home: work.path("a"), executable: work.path("b/proviso"))?.root == work.path("a"))
    #expect(Installation.find(home: work.path("c"), executable: work.path("b/proviso"))?.root == work.path("b"))
  }

  @Test func `packs are named without their folder, and read under a path that tells no place`() throws {
    let work = try Workspace([
      "policies/packs/gdpr.yaml": "", "policies/packs/b.yaml": "pack: b", "policies/packs/x.txt": "",
    ])
    let installation = Installation(root: work.root)
    #expect(installation.packs == ["b", "gdpr"])
    let pack = try installation.pack("b")
    #expect(pack.path == "policies/packs/b.yaml")
    #expect(pack.text == "pack: b")
  }

  @Test func `a file that is missing, a folder, and one that is too large are told apart`() throws {
    let work = try Workspace(["a": "12345"])
    func message(_ path: String, limit: Int = 1 << 20) -> String? {
      do {
        _ = try FileBytes.read(path, limit: limit)
        return nil
      } catch { return error.diagnostics.first?.message }
    }
    #expect(message(work.path("a")) == nil)
    #expect(message(work.path("b"))?.hasSuffix("no such file") == true)
    #expect(message(work.root)?.hasSuffix("it is not a file") == true)
    #expect(message(work.path("a"), limit: 4)?.hasSuffix("it is too large") == true)
  }

  @Test func `a pseudonym key is there and has sixteen bytes`() throws {
    let work = try Workspace(["short": "fifteen bytes!!", "long": "sixteen bytes!!!"])
    #expect(throws: InputError.self) { try FileBytes.readKey(work.path("none")) }
    #expect(throws: InputError.self) { try FileBytes.readKey(work.path("short")) }
    #expect(try FileBytes.readKey(work.path("long")).count == 16)
  }
}
