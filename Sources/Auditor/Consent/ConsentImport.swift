internal import ConsentHistory
internal import ConsentSignals
internal import DataStores
internal import Digests
internal import Foundation
public import GovernanceModel
internal import PersonalizationCore
internal import PolicyEngine
internal import SourceDocuments

/// Reads a file of consents (CSV, JSON Lines, JSON) into a decision log or a CSV of events. An import that was stopped goes
/// on where it was; records that cannot be understood are kept in a file, with the reason.
public struct ConsentImport {
  public struct Outcome: Sendable {
    public var records = 0
    public var events = 0
    public var rejected = 0
    /// Records that an earlier import of the same file had done.
    public var resumedAt = 0
  }

  private let source: String
  private let reader: ConsentRecordReader
  private let recordedAt: Instant

  /// - Parameters:
  ///   - mapping: a file that says which column holds what; nil: columns of our own names.
  ///   - vendor: whose permission TC strings are asked for.
  ///   - projectPath: a project whose vocabularies count as well, where there is one.
  ///   - recordedAt: when events became known here that do not say.
  public init(
    source: String, mapping: String?, vendor: Int?, projectPath: String, installation: Installation, recordedAt: Instant
  ) throws {
    let mapping = try mapping.map { path in
      try ConsentMapping.read(SourceFile.reading(path)) { ZoneDatabase.rules(named: $0) }
    }
    let project = FileBytes.isDirectory(projectPath) ? "\(projectPath)/proviso.yaml" : projectPath
    let vocabulary =
      FileBytes.exists(project)
      ? try Project.load(project, installation: installation).policies.vocabulary
      : try Vocabulary.read(installation.vocabularies())
    reader = ConsentRecordReader(
      mapping: mapping ?? .standard, signals: SignalEvents(vendor: vendor), vocabulary: vocabulary)
    (self.source, self.recordedAt) = (source, recordedAt)
  }

  /// - Parameters:
  ///   - target: ends in `.csv`, else a decision log in SQLite, made when it is not there.
  ///   - rejects: takes the records that cannot be understood, a JSON object a line.
  ///   - progress: told after each chunk.
  public func run(into target: String, rejects: String, progress: (Outcome) -> Void) throws -> Outcome {
    let name = try identity()
    var sink: any ConsentSink =
      target.lowercased().hasSuffix(".csv")
      ? try CSVConsentSink(path: target) : try LogConsentSink(path: target, recordedAt: recordedAt)
    var mark = try sink.mark(of: name)
    var outcome = Outcome(
      records: mark.records, events: mark.events, rejected: mark.rejected, resumedAt: mark.records)
    var kept = try RejectedRecords(
      path: rejects, length: mark.rejectedBytes, signalColumn: reader.mapping.sources[.signal]?.column)
    var stream = try ConsentRecordStream(path: source, from: mark.offset)
    while let records = try stream.next() {
      var events: [ConsentEvent] = []
      for record in records {
        outcome.records += 1
        do { events += try reader.events(of: record) } catch {
          outcome.rejected += 1
          kept.add(record, number: outcome.records, reason: "\(error)")
        }
      }
      outcome.events += events.count
      try kept.flush()
      (mark.offset, mark.records, mark.events) = (stream.offset, outcome.records, outcome.events)
      (mark.rejected, mark.rejectedBytes) = (outcome.rejected, kept.length)
      try sink.append(events, mark)
      progress(outcome)
    }
    try sink.finish()
    return outcome
  }

  /// The same file begins with the same bytes; what was added to its end since goes on behind what was read.
  private func identity() throws -> String {
    guard let handle = FileHandle(forReadingAtPath: source), !FileBytes.isDirectory(source) else {
      throw InputError([Diagnostic(.error, "cannot read `\(source)`")])
    }
    let beginning = try handle.read(upToCount: 4096).map { Array($0) } ?? []
    guard !beginning.isEmpty else { throw InputError([Diagnostic(.error, "`\(source)` is empty")]) }
    return SHA256Digest.hexadecimal(of: beginning)
  }
}
