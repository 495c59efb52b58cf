/// How purchases to come are foreseen.
public enum LifetimeModel: String, Sendable, CaseIterable {
  /// A customer may leave after any purchase.
  case bgnbd
  /// A customer leaves at an unseen moment.
  case paretonbd
}
