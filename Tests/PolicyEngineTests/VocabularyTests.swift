import GovernanceModel
import PolicyEngine
import ProvisoTesting
import SourceDocuments
import Testing

@Suite struct VocabularyTests {
  private static let base = """
    vocabulary: base
    dataCategories:
      - {key: user, name: Person}
      - {key: user.contact, name: Contact, family: contact}
    dataUses: [{key: marketing, name: Marketing}]
    """

  private func read(_ texts: String...) throws -> Vocabulary {
    try Vocabulary.read(
      try texts.enumerated().map { try PolicyFixtures.file($0.element, path: "v\($0.offset).yaml") })
  }

  private func fault(_ extra: String) throws -> Diagnostic {
    do {
      _ = try read(Self.base, extra)
    } catch let error as InputError {
      #expect(error.diagnostics.count == 1, "\(error.rendered(color: false))")
      return try #require(error.diagnostics.first)
    }
    Issue.record("was read")
    return Diagnostic(.error, "")
  }

  @Test func `a user's file extends the shipped one, in any order`() throws {
    let own = """
      vocabulary: own
      dataCategories: [{key: user.contact.fax, name: Fax}]
      attributes: [{path: "fax.*", categories: [user.contact.fax], granularity: contact.full}]
      """
    for vocabulary in [try read(Self.base, own), try read(own, Self.base)] {
      #expect(vocabulary.categories.keys.sorted() == ["user", "user.contact", "user.contact.fax"])
      #expect(vocabulary.family(of: DataCategory("user.contact.fax")) == .contact)
      #expect(vocabulary.attributes.map(\.glob) == ["fax.*"])
    }
  }

  @Test func `the same term twice is no matter, another content is`() throws {
    let same = "vocabulary: own\ndataUses: [{key: marketing, name: Marketing}]"
    #expect(try read(Self.base, same).uses.count == 1)
    let other = try fault("vocabulary: own\ndataUses: [{key: marketing, name: Adverts}]")
    #expect(other.message.contains("`marketing` is there already"))
    #expect(other.span == SourceSpan(file: "v1.yaml", line: 2, column: 18, length: 9))
    _ = try fault("vocabulary: own\ndataUses: [{key: marketing, name: Marketing, channel: mail}]")
  }

  @Test(
    arguments: [
      ("dataCategories: [{key: user.contct.fax}]", "no parent `user.contct`", "`user.contact`"),
      ("dataCategories: [{key: \"user mail\"}]", "no key", "letters"),
      ("dataCategories: [{key: user..x}]", "no key", "dots"),
      ("dataCategories: [{key: user.x, family: contct}]", "no family", "`contact`"),
      ("dataCategories: [{key: user.x, famly: contact}]", "no key `famly`", "`family`"),
      ("dataCategories: {key: user.x}", "`dataCategories` is a list", nil),
      ("dataUse: []", "no key `dataUse`", "`dataUses`"),
      ("attributes: [{path: a, categories: [user.contct]}]", "no data category", "`user.contact`"),
      ("attributes: [{path: \"a..b\", categories: [user]}]", "no attribute path", "dots"),
      ("attributes: [{path: a, categories: [user], granularity: contact.ful}]", "no granularity", "`contact.full`"),
      ("attributes: [{path: a}]", "needs `categories`", nil),
    ] as [(String, String, String?)])
  func `what is wrong is said once, with help`(_ text: String, _ says: String, _ help: String?) throws {
    let fault = try fault("vocabulary: own\n\(text)")
    #expect(fault.message.contains(says), "\(fault.message)")
    if let help { #expect(fault.help?.contains(help) ?? false, "\(fault.help ?? "no help")") }
    #expect(fault.span?.line == 2)
  }

  @Test func `a category takes family and specialness of its nearest ancestor`() {
    let vocabulary = PolicyFixtures.vocabulary
    #expect(vocabulary.family(of: DataCategory("user.contact.email")) == .contact)
    #expect(vocabulary.family(of: DataCategory("user.contact.address")) == .place)
    #expect(vocabulary.family(of: DataCategory("user.demographic")) == nil)
    #expect(vocabulary.families(under: DataCategory("user.contact")) == [.contact, .place])
    #expect(vocabulary.isSpecial(DataCategory("user.health_and_medical.record")))
    #expect(!vocabulary.isSpecial(DataCategory("user.contact")))
  }
}

@Suite struct AttributeClassifierTests {
  private func winner(_ globs: [String], _ path: String) -> String? {
    AttributeClassifier(globs.map { Vocabulary.AttributePattern(glob: $0, categories: []) }).pattern(for: path)?.glob
  }

  @Test(arguments: [
    ("a.b", "a.b", true), ("a.b", "a.bc", false), ("a.*", "a.b", true), ("a.*", "a.b.c", false), ("a.*", "a", false),
    ("a.**", "a.b.c", true), ("a.**", "ab.c", false), ("*.email", "x.email", true), ("*.email", "x.y.email", false),
    ("**.email", "x.y.email", true), ("**email", "email", true), ("a.*.c", "a.b.c", true), ("a.*.c", "a.b.d", false),
    ("a.b*d.e", "a.bcd.e", true), ("a.b*d.e", "a.b.d.e", false), ("**.a.*", "x.a.y.a.z", true),
    ("**a**b**", "xaxbx", true),
    ("*a*b", "aab", true), ("é.*", "é.ü", true), ("**", "", true),
  ])
  func `stars match within a segment, double stars across`(_ glob: String, _ path: String, _ matches: Bool) {
    #expect((winner([glob], path) != nil) == matches)
  }

  @Test func `the most specific pattern wins, of equals the later`() {
    #expect(winner(["**", "a.**", "a.*", "a.b"], "a.b") == "a.b")
    #expect(winner(["**", "a.**", "a.*"], "a.b") == "a.*")
    #expect(winner(["a.**", "**"], "a.b.c") == "a.**")
    #expect(winner(["*.bcd", "a.*"], "a.bcd") == "*.bcd", "more letters")
    let twins = [DataCategory("x"), DataCategory("y")].map {
      Vocabulary.AttributePattern(glob: "a.*", categories: [$0])
    }
    #expect(AttributeClassifier(twins).pattern(for: "a.b")?.categories == [DataCategory("y")])
  }

  @Test func `matching agrees with a plain recursive definition`() {
    func matches(_ glob: Substring, _ path: Substring) -> Bool {
      if glob.hasPrefix("**") {
        return (0...path.count).contains { matches(glob.dropFirst(2), path.dropFirst($0)) }
      }
      guard let first = glob.first else { return path.isEmpty }
      guard first == "*" else { return path.first == first && matches(glob.dropFirst(), path.dropFirst()) }
      let reach = path.prefix { $0 != "." }.count
      return (0...reach).contains { matches(glob.dropFirst(), path.dropFirst($0)) }
    }
    var generator = SplitMix64(seed: 5)
    func word(_ letters: [String], _ length: Int) -> String {
      (0..<length).compactMap { _ in generator.pick(letters) }.joined()
    }
    for _ in 0..<20_000 {
      let glob = word(["a", "b", ".", "*", "**"], Int.random(in: 1...7, using: &generator))
      let path = word(["a", "b", "."], Int.random(in: 0...8, using: &generator))
      guard !glob.contains("***") else { continue }
      #expect((winner([glob], path) != nil) == matches(Substring(glob), Substring(path)), "\(glob) on \(path)")
    }
  }
}
