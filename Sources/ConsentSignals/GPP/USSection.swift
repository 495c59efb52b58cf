/// A decoded US section: what was disclosed, opted out of and agreed to, two bits each.
///
/// 0 is not applicable; notices: 1 given, 2 not given; opt-outs: 1 opted out, 2 did not; consents: 1 none, 2 given.
package struct USSection: Hashable, Sendable {
  package enum Value: Hashable, Sendable {
    case one(Int)
    case many([Int])
  }

  package let layout: USLayout
  package var version: Int
  /// As many as the layout has fields, in its order.
  package var values: [Value]
  /// Nil: the string has no such part, which is not "false".
  package var globalPrivacyControl: Bool?
  package var sensitiveData: [Int]?

  package init(
    _ layout: USLayout, version: Int, values: [Value], globalPrivacyControl: Bool? = nil, sensitiveData: [Int]? = nil
  ) {
    (self.layout, self.version, self.values) = (layout, version, values)
    (self.globalPrivacyControl, self.sensitiveData) = (globalPrivacyControl, sensitiveData)
  }

  package subscript(name: String) -> Value? {
    layout.fields.firstIndex { $0.name == name }.map { values[$0] }
  }

  /// True where the field says 1: a notice was given, the person opted out, or did not consent.
  package func says(_ answer: Int, _ name: String) -> Bool { self[name] == .one(answer) }
}
