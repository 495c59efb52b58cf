internal import ConsentHistory
internal import ConsentSignals
internal import DataStores
internal import Digests
internal import Foundation
internal import GovernanceModel
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
    /// Whether the file is read anew, since it was last read with another mapping.
    public var isReadAnew = false
  }

  private let source: String
  private let reader: ConsentRecordReader
  /// Nil: columns of our own names.
  private let mappingFile: SourceFile?
  private let vocabulary: Vocabulary
  private let vendor: Int?

  /// - Parameters:
  ///   - mapping: a file that says which column holds what; nil: columns of our own names.
  ///   - vendor: whose permission TC strings are asked for.
  ///   - projectPath: a project whose vocabularies count as well, where there is one.
  public init(
    source: String, mapping: String?, vendor: Int?, projectPath: String, installation: Installation
  ) throws {
    mappingFile = try mapping.map { try SourceFile.reading($0) }
    let understood = try mappingFile.map { file in
      try ConsentMapping.read(file) { ZoneDatabase.rules(named: $0) }
    }
    let project = FileBytes.isDirectory(projectPath) ? "\(projectPath)/proviso.yaml" : projectPath
    vocabulary =
      FileBytes.exists(project)
      ? try Project.load(project, installation: installation).policies.vocabulary
      : try Vocabulary.read(installation.vocabularies())
    reader = ConsentRecordReader(
      mapping: understood ?? .standard, signals: SignalEvents(vendor: vendor), vocabulary: vocabulary)
    (self.source, self.vendor) = (source, vendor)
  }

  /// - Parameters:
  ///   - target: ends in `.csv`, else a decision log in SQLite, made when it is not there.
  ///   - rejects: takes the records that cannot be understood, a JSON object a line.
  ///   - progress: told after each chunk.
  public func run(into target: String, rejects: String, progress: (Outcome) -> Void) throws -> Outcome {
    let name = try identity()
    try checkMapping()
    var sink: any ConsentSink =
      target.lowercased().hasSuffix(".csv")
      ? try CSVConsentSink(path: target) : try LogConsentSink(path: target)
    var mark = try sink.mark(of: name, mapping: reading)
    var outcome = Outcome(
      records: mark.records, events: mark.events, rejected: mark.rejected, resumedAt: mark.records,
      isReadAnew: mark.isRepeated && mark.records == 0)
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

  /// Refuses a mapping that does not fit the columns of a CSV file or the words of events, before anything is written.
  private func checkMapping() throws {
    guard let mappingFile else { return }
    try ConsentMapping.check(
      mappingFile, columns: ConsentRecordStream.columns(ofCSV: source), uses: vocabulary.uses.keys.sorted(),
      isUse: { reader.use($0) != nil })
  }

  /// A digest of everything that decides how a record is understood.
  private var reading: String {
    let terms = vocabulary.uses.values.sorted { $0.key < $1.key }.flatMap { [$0.key, $0.dpv ?? ""] }
    let mapping = mappingFile.map { SHA256Digest.hexadecimal(of: $0.bytes) } ?? ""
    return SHA256Digest.hexadecimal(of: lengthPrefixed([mapping, vendor.map { "\($0)" } ?? ""] + terms))
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
