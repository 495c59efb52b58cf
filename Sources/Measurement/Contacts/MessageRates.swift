/// What became of one message to one person.
package struct MessageOutcome: Sendable, Equatable {
  package var isDelivered: Bool
  package var isOpened: Bool
  /// Every opening was by a machine (a mail server that loads images in advance), as far as known.
  package var isMachineOpened: Bool
  package var isClicked: Bool
  package var isUnsubscribed: Bool

  package init(
    isDelivered: Bool = true, isOpened: Bool = false, isMachineOpened: Bool = false, isClicked: Bool = false,
    isUnsubscribed: Bool = false
  ) {
    (self.isDelivered, self.isOpened, self.isMachineOpened) = (isDelivered, isOpened, isMachineOpened)
    (self.isClicked, self.isUnsubscribed) = (isClicked, isUnsubscribed)
  }
}

/// Open, click and unsubscribe rates: people who did it at least once, of those to whom the message was delivered (not: to
/// whom it was sent).
package struct MessageRates: Sendable, Equatable {
  package let sent: Int
  /// Delivered of sent.
  package let delivery: Proportion
  /// Opened by a person. Who clicked has opened, even where the opening was not seen (images off).
  package let open: Proportion
  /// Opened, whether by a person or a machine: never mixed with `open`.
  package let openWithMachines: Proportion
  package let click: Proportion
  package let unsubscribe: Proportion
  /// Clicked of opened; nil where nobody opened.
  package let clickToOpen: Proportion?
  /// Outcomes of messages that were not delivered: they count for nothing.
  package let undeliveredOutcomes: Int

  /// nil where nothing was delivered.
  package init?(_ outcomes: [MessageOutcome]) {
    let delivered = outcomes.filter(\.isDelivered)
    let clicks = delivered.count { $0.isClicked }
    let opens = delivered.count { ($0.isOpened && !$0.isMachineOpened) || $0.isClicked }
    let all = delivered.count { $0.isOpened || $0.isMachineOpened || $0.isClicked }
    let left = delivered.count { $0.isUnsubscribed }
    guard let delivery = Proportion(delivered.count, of: outcomes.count),
      let open = Proportion(opens, of: delivered.count), let machines = Proportion(all, of: delivered.count),
      let click = Proportion(clicks, of: delivered.count), let unsubscribe = Proportion(left, of: delivered.count)
    else { return nil }
    sent = outcomes.count
    (self.delivery, self.open, openWithMachines, self.click) = (delivery, open, machines, click)
    (self.unsubscribe, clickToOpen) = (unsubscribe, Proportion(clicks, of: opens))
    undeliveredOutcomes = outcomes.count {
      !$0.isDelivered && ($0.isOpened || $0.isMachineOpened || $0.isClicked || $0.isUnsubscribed)
    }
  }
}
