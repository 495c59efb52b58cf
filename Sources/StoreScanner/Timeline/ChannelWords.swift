import GovernanceModel
import PolicyEngine

/// Reads the words by which logs call a channel (semantics section 3): case and blanks around a word do not matter where the
/// channel is known. A no of a channel that nobody knows may be meant for any: such words are told as gaps.
struct ChannelWords {
  /// By folded name.
  private var channels: [String: Channel] = [:]

  /// Known are the common channels, those of the vocabulary's data uses, and those that controls name.
  init(_ vocabulary: Vocabulary, packs: [Pack] = []) {
    let named = packs.flatMap(\.controls).flatMap(\.appliesTo.channels).sorted()
    for channel in vocabulary.channelUses.values.sorted() + named + Channel.common {
      let name = Self.folded(channel.name)
      if channels[name] == nil { channels[name] = channel }
    }
  }

  init(_ policies: PolicySet) { self.init(policies.vocabulary, packs: policies.packs) }

  /// The channel that is meant: a known one, else the word as it is, or its kind where it names a person.
  func channel(_ word: String) -> Channel { channels[Self.folded(word)] ?? Channel(PersonalLiteral.told(word)) }

  /// No channel is known: it is every channel.
  func isKnown(_ channel: Channel?) -> Bool { channel.map { channels[Self.folded($0.name)] != nil } ?? true }

  static func folded(_ word: String) -> String {
    guard let first = word.firstIndex(where: { !$0.isWhitespace }),
      let last = word.lastIndex(where: { !$0.isWhitespace })
    else { return "" }
    return word[first...last].lowercased()
  }
}
