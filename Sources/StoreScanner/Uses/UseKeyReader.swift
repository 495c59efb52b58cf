import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// Reads the parts of a use that its judgement turns on into one code a row.
struct UseKeyReader {
  enum Part: Int { case use, channel, controller, basis, attributes }

  private var words: FoldedWords<Part>
  private let reads: UseReads
  private let logReads: [String]
  private let channelUses: ChannelUses
  private let channels: ChannelWords
  private let vocabulary: Vocabulary

  init(_ table: AudienceTable, reads: UseReads, rules: UseRules, columns: inout [String]) {
    (self.reads, logReads, channelUses) = (reads, [], rules.channelUses)
    channels = rules.consents.channels
    vocabulary = rules.policies.vocabulary
    words = FoldedWords([.use: table.use, .channel: table.channel], columns: &columns)
  }

  init(_ log: UseLog, reads: UseReads, rules: UseRules, columns: inout [String]) {
    (self.reads, logReads, channelUses) = (reads, log.reads, rules.channelUses)
    channels = rules.consents.channels
    vocabulary = rules.policies.vocabulary
    words = FoldedWords(
      [
        .use: log.use, .channel: log.channel, .controller: log.controller, .basis: log.basis,
      ], columns: &columns)
    if let attributes = log.attributes {
      words.append(.attributes, WordColumn(namesIn: attributes, columns: &columns))
    }
  }

  /// By row of the batch.
  var codes: [Int32] { words.codes }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) { words.read(batch, positions: positions) }

  /// The key of a code; nil where the use is missing or unknown, or basis or attributes cannot be read.
  func key(_ code: Int32) -> UseKey? { key(words.words(code)) }

  /// True for a key whose channel nobody knows: what was said of the channel that it may be is not heard.
  func isUnheard(_ key: UseKey?) -> Bool { !channels.isKnown(key?.channel) }

  func key(_ words: [Part: String]) -> UseKey? {
    guard let use = words[.use], vocabulary.uses.isEmpty || vocabulary.uses[use] != nil else { return nil }
    var basis: LegalBasis?
    if let word = words[.basis] {
      guard let known = LegalBasis(named: word) else { return nil }
      basis = known
    }
    guard words[.attributes] != WordColumn.brokenObject else { return nil }
    let scope = channelUses.normalised(DataUse(use), words[.channel].map(channels.channel))
    let logged = words[.attributes].map { AttributeReading.elements(of: $0) } ?? []
    return UseKey(
      use: scope.use, channel: scope.channel, controller: words[.controller], basis: basis,
      reads: reads.fields(logReads + logged), areReadsKnown: !logReads.isEmpty || words[.attributes] != nil)
  }
}
