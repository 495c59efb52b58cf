internal import ConsentHistory
internal import ConsentSignals
internal import Foundation
internal import Glibc
internal import GovernanceModel
internal import PersonalizationCore
internal import SourceDocuments

/// Where imported events go: each batch lands together with the mark that says how far the source is done.
protocol ConsentSink {
  mutating func mark(of source: String, mapping: String) throws -> ImportMark
  mutating func append(_ events: [ConsentEvent], _ mark: ImportMark) throws
  mutating func finish() throws
}

/// A decision log: events and mark in one transaction.
struct LogConsentSink: ConsentSink {
  private let log: DecisionLog

  init(path: String) throws { log = try DecisionLog(path: path) }

  func mark(of source: String, mapping: String) throws -> ImportMark { try log.mark(of: source, mapping: mapping) }

  func append(_ events: [ConsentEvent], _ mark: ImportMark) throws { try log.append(events, mark: mark) }

  func finish() {}
}

/// A CSV file, written beside its place until it is whole. An import that was stopped begins anew.
struct CSVConsentSink: ConsentSink {
  private let path: String
  private let partial: String
  private let handle: FileHandle

  init(path: String) throws {
    (self.path, partial) = (path, path + ".partial")
    try FileBytes.write(
      Array((Self.line(ConsentMapping.Field.allCases.filter { $0 != .signal }.map(\.rawValue))).utf8), to: partial)
    handle = try FileHandle(forWritingTo: URL(filePath: partial))
    try handle.seekToEnd()
  }

  func mark(of source: String, mapping: String) -> ImportMark { ImportMark(source: source, mapping: mapping) }

  func append(_ events: [ConsentEvent], _ mark: ImportMark) throws {
    try handle.write(contentsOf: Data(events.map { Self.line($0.fields) }.joined().utf8))
  }

  func finish() throws {
    try handle.close()
    // Foundation's way to replace a file wants one to be there.
    guard unsafe rename(partial, path) == 0 else {
      throw InputError([Diagnostic(.error, "cannot write `\(path)`")])
    }
  }

  private static func line(_ fields: [String]) -> String {
    fields.map(CSVRecords.quoted).joined(separator: ",") + "\n"
  }
}

extension ConsentEvent {
  /// In the order of ``ConsentMapping/Field``, without the signal; what is imprecise is written as the interval's name or
  /// its decisive end.
  fileprivate var fields: [String] {
    [
      subject, purpose.key, action.rawValue, at.written(isPositive: action.isPositive),
      recordedAt?.written(isPositive: action.isPositive) ?? "", expiresAt?.written(isPositive: true) ?? "",
      channel?.name ?? "", controller ?? "", kind.rawValue, actor.rawValue, method ?? "", notice?.id ?? "",
      notice?.version ?? "", notice?.language ?? "", evidence ?? "",
    ]
  }
}

extension Moment {
  /// A whole day as its date; anything else that is imprecise by the end that decides.
  fileprivate func written(isPositive: Bool) -> String {
    let isDay = start.timeOfDay == 0 && end.microseconds - start.microseconds == Instant.microsecondsPerDay
    return isDay ? start.date.description : (isPositive ? end : start).description
  }
}

/// Records that cannot be understood, as they were, with the reason. Holds personal data: nobody else may read the file.
struct RejectedRecords {
  private let path: String
  /// The column of consent strings: these are not kept, since a TC string is itself personal data (CJEU C-604/22).
  private let signalColumn: String?
  private var pending: [UInt8] = []
  /// Bytes of the file that stand for finished batches.
  private(set) var length: Int

  /// - Parameter length: what is behind it was written by a batch that never landed, and goes.
  init(path: String, length: Int, signalColumn: String?) throws {
    (self.path, self.length, self.signalColumn) = (path, length, signalColumn)
    guard FileBytes.exists(path) else { return }
    guard length > 0 else {
      try FileManager.default.removeItem(atPath: path)
      return
    }
    let handle = try FileHandle(forWritingTo: URL(filePath: path))
    try handle.truncate(atOffset: UInt64(length))
    try handle.close()
  }

  mutating func add(_ record: ConsentFileRecord, number: Int, reason: String) {
    var members: [String: JSONValue] = ["record": .number(Double(number)), "reason": .text(reason)]
    switch record {
    case .row(let row): members["row"] = .object(masked(row.mapValues(JSONValue.text)))
    case .text(let text): members["text"] = .text(masked(text))
    }
    pending += Array((JSONValue.object(members).jsonText + "\n").utf8)
  }

  private func masked(_ row: [String: JSONValue]) -> [String: JSONValue] {
    guard let signalColumn, case .text(let string)? = row[signalColumn] else { return row }
    var row = row
    row[signalColumn] = .text("‹\(string.utf8.count) bytes, not kept›")
    return row
  }

  /// A document without its string; in what is no JSON, without every word that looks like one.
  private func masked(_ text: String) -> String {
    if let node = try? Node.json(SourceFile(path: "record", bytes: Array(text.utf8))),
      case .object(let members) = JSONValue(node), members[signalColumn ?? ""] != nil
    {
      return JSONValue.object(masked(members)).jsonText
    }
    var result = ""
    for word in text.split(omittingEmptySubsequences: false, whereSeparator: { !Self.isOfSignal($0) }) {
      let isSignal = word.utf8.count >= 20 && ["B", "C", "D"].contains(word.prefix(1))
      result += isSignal ? "‹\(word.utf8.count) bytes, not kept›" : word
      if word.endIndex < text.endIndex { result.append(text[word.endIndex]) }
    }
    return result
  }

  /// Letters of TC and GPP strings, with what joins their parts.
  private static func isOfSignal(_ character: Character) -> Bool {
    character.isASCII && (character.isLetter || character.isNumber || "-_.~".contains(character))
  }

  mutating func flush() throws {
    guard !pending.isEmpty else { return }
    if !FileBytes.exists(path) {
      _ = FileManager.default.createFile(atPath: path, contents: nil, attributes: [.posixPermissions: 0o600])
    }
    try FileBytes.append(pending, to: path)
    length += pending.count
    pending = []
  }
}
