package import GovernanceModel

/// The data uses that are channels: `marketing.communications.email` is that use and channel `email` (semantics 4).
package struct ChannelUses: Hashable, Sendable {
  private struct Key: Hashable, Sendable {
    var use: DataUse
    var channel: Channel
  }

  private let channels: [DataUse: Channel]
  private let children: [Key: DataUse]

  package init(_ channels: [DataUse: Channel]) {
    self.channels = channels
    var children: [Key: DataUse] = [:]
    for (use, channel) in channels {
      guard let parent = use.parent else { continue }
      let key = Key(use: parent, channel: channel)
      children[key] = min(children[key] ?? use, use)
    }
    self.children = children
  }

  /// One key for the two ways to say it: (`marketing.communications`, `email`) and `marketing.communications.email`.
  package func normalised(_ use: DataUse, _ channel: Channel?) -> (use: DataUse, channel: Channel?) {
    if channels.isEmpty { return (use, channel) }
    guard let channel else { return (use, implied(by: use)) }
    return (children[Key(use: use, channel: channel)] ?? use, channel)
  }

  private func implied(by use: DataUse) -> Channel? {
    var key: DataUse? = use
    while let current = key {
      if let channel = channels[current] { return channel }
      key = current.parent
    }
    return nil
  }
}
