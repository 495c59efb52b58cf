import ConsentHistory
import DataStores
import GovernanceModel
import PolicyEngine

/// Reads the parts of a use that its judgement turns on into one code a row.
struct UseKeyReader {
  private enum Part: Int { case use, channel, controller, basis, attributes }

  private var parts: [(part: Part, column: WordColumn)] = []
  /// Folds the codes of the parts that differ from row to row: `pairs[i]` joins what lies before with part i.
  private var pairs: [PairCodes] = []
  private let reads: UseReads
  private let logReads: [String]
  private let channelUses: ChannelUses
  private let vocabulary: Vocabulary
  private(set) var codes: [Int32] = []

  init(_ table: AudienceTable, reads: UseReads, rules: UseRules, columns: inout [String]) {
    (self.reads, logReads, channelUses) = (reads, [], rules.channelUses)
    vocabulary = rules.policies.vocabulary
    parts = [(.use, WordColumn(table.use, columns: &columns))]
    if let channel = table.channel { parts.append((.channel, WordColumn(channel, columns: &columns))) }
    pairs = Array(repeating: PairCodes(), count: parts.count)
  }

  init(_ log: UseLog, reads: UseReads, rules: UseRules, columns: inout [String]) {
    (self.reads, logReads, channelUses) = (reads, log.reads, rules.channelUses)
    vocabulary = rules.policies.vocabulary
    parts = [(.use, WordColumn(log.use, columns: &columns))]
    if let channel = log.channel { parts.append((.channel, WordColumn(channel, columns: &columns))) }
    if let controller = log.controller { parts.append((.controller, WordColumn(controller, columns: &columns))) }
    if let basis = log.basis { parts.append((.basis, WordColumn(basis, columns: &columns))) }
    if let attributes = log.attributes {
      parts.append((.attributes, WordColumn(namesIn: attributes, columns: &columns)))
    }
    pairs = Array(repeating: PairCodes(), count: parts.count)
  }

  mutating func read(_ batch: borrowing ColumnBatch, positions: [Int]) {
    for index in parts.indices { parts[index].column.read(batch, positions: positions) }
    guard parts.count > 1 else {
      codes = parts[0].column.codes
      return
    }
    codes.removeAll(keepingCapacity: true)
    for row in 0..<batch.rowCount {
      var code = parts[0].column.codes[row]
      for index in 1..<parts.count where !parts[index].column.isConstant {
        code = pairs[index].code(code, parts[index].column.codes[row])
      }
      codes.append(code)
    }
  }

  /// The key of a code; nil where the use is missing or unknown, or basis or attributes cannot be read.
  func key(_ code: Int32) -> UseKey? {
    var words: [Part: String] = [:]
    var rest = code
    for index in parts.indices.reversed() {
      let column = parts[index].column
      let own: Int32
      if index == 0 {
        own = rest
      } else if column.isConstant {
        own = column.codes.first ?? ValueCodes.null
      } else {
        (rest, own) = pairs[index].pairs[Int(rest)]
      }
      words[parts[index].part] = column.word(own)
    }
    guard let use = words[.use], vocabulary.uses.isEmpty || vocabulary.uses[use] != nil else { return nil }
    var basis: LegalBasis?
    if let word = words[.basis] {
      guard let known = LegalBasis(named: word) else { return nil }
      basis = known
    }
    guard words[.attributes] != WordColumn.brokenObject else { return nil }
    let scope = channelUses.normalised(DataUse(use), words[.channel].map { Channel($0) })
    let logged = words[.attributes].map { AttributeReading.elements(of: $0) } ?? []
    return UseKey(
      use: scope.use, channel: scope.channel, controller: words[.controller], basis: basis,
      reads: reads.fields(logReads + logged), areReadsKnown: !logReads.isEmpty || words[.attributes] != nil)
  }
}
