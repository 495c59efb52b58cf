import Testing
import XMLDocuments

/// What a finding of a report says, as XPath finds it; a number that is absent is nil.
struct Found: Hashable, CustomStringConvertible {
  var control: String
  var verdict = "violation"
  var reason: String
  /// `collection`, `collection.field`, `collection/rule`.
  var asset: String
  var uses: Int?
  var records: Int?
  var subjects: Int?

  init(
    _ control: String, _ reason: String, _ asset: String, verdict: String = "violation", uses: Int? = nil,
    records: Int? = nil, subjects: Int? = nil
  ) {
    (self.control, self.reason, self.asset, self.verdict) = (control, reason, asset, verdict)
    (self.uses, self.records, self.subjects) = (uses, records, subjects)
  }

  var description: String {
    let counts = [("uses", uses), ("records", records), ("subjects", subjects)]
      .compactMap { name, count in count.map { "\(name) \($0)" } }
    return "\(control) \(verdict) \(reason) \(asset) \(counts.joined(separator: ", "))"
  }
}

/// A report's XML; making one validates it against the schema in the repository.
struct ReportFile: ~Copyable {
  private static let names = ["p": "urn:proviso:report:1"]
  private let document: XMLDocument

  struct Invalid: Error {
    let problems: [XMLProblem]
  }

  init(_ bytes: [UInt8]) throws {
    let problems = try Self.problems(bytes)
    guard problems.isEmpty else { throw Invalid(problems: problems) }
    document = try XMLDocument(bytes)
  }

  private static func problems(_ bytes: [UInt8]) throws -> [XMLProblem] {
    let schema = try XMLSchema(Self.schema())
    return try schema.problems(in: XMLDocument(bytes))
  }

  private static func schema() throws -> [UInt8] {
    try Workplace.bytes(at: "\(Binary.root)/schemas/proviso-report.xsd")
  }

  func number(_ expression: String) throws -> Int {
    Int(try document.number(expression, namespaces: Self.names))
  }

  func string(_ expression: String) throws -> String { try document.string(expression, namespaces: Self.names) }

  func strings(_ expression: String) throws -> [String] { try document.strings(expression, namespaces: Self.names) }

  /// The findings that are open, in the order of the report.
  func findings() throws -> [Found] {
    var findings: [Found] = []
    for index in 0..<(try number("count(//p:finding)")) {
      let path = "(//p:finding)[\(index + 1)]"
      func text(_ rest: String) throws -> String { try string("string(\(path)/\(rest))") }
      let field = try text("p:asset/@field")
      let rule = try text("p:asset/@rule")
      let asset =
        try text("p:asset/@collection") + (field.isEmpty ? "" : ".\(field)") + (rule.isEmpty ? "" : "/\(rule)")
      findings.append(
        Found(
          try text("@control"), try text("@reason"), asset, verdict: try text("@verdict"),
          uses: Int(try text("p:counts/@uses")), records: Int(try text("p:counts/@records")),
          subjects: Int(try text("p:counts/@subjects"))))
    }
    return findings
  }

  /// Subject, reason of what was not looked at.
  func gaps() throws -> [String] {
    try strings("//p:notExamined/@subject").enumerated().map { index, subject in
      "\(subject): \(try string("string((//p:notExamined)[\(index + 1)]/@reason)"))"
    }
  }
}
