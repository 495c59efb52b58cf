internal import GovernanceModel
internal import PolicyEngine
internal import RuleSets

/// JSON as the log holds it, written by hand so that equal decisions have equal bytes.
enum JSONText {
  static func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

  /// An object of texts; what is nil is left out.
  static func object(_ members: [(name: String, value: String?)]) -> String {
    let written = members.compactMap { name, value in value.map { "\(quoted(name)):\($0)" } }
    return "{" + written.joined(separator: ",") + "}"
  }

  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension Decision {
  /// Each attribute with its level, whether it was inferred, when it was last known to be true, and its age in seconds.
  var readsText: String {
    JSONText.list(
      reads.map { read in
        let age = read.updatedAt.flatMap { $0.age(at: at) }
        return JSONText.object([
          ("attribute", JSONText.quoted(read.attribute)),
          ("categories", JSONText.list(read.categories.map { JSONText.quoted($0.key) })),
          ("level", read.granularity.map { JSONText.quoted($0.description) }),
          ("inferred", read.isInferred ? "true" : nil),
          ("updatedAt", read.updatedAt.map { JSONText.quoted($0.description) }),
          ("ageSeconds", age.map { "\($0)" }),
        ])
      })
  }

  /// Each refusal with the rule, the control and the reason.
  var refusedText: String {
    JSONText.list(
      refused.map { refusal in
        JSONText.object([
          ("rule", JSONText.quoted(refusal.rule)), ("pack", refusal.pack.map(JSONText.quoted)),
          ("control", refusal.control.map(JSONText.quoted)), ("verdict", JSONText.quoted(refusal.verdict.name)),
          ("reason", refusal.verdict.reason.map { JSONText.quoted($0.rawValue) }),
        ])
      })
  }
}

extension Decision {
  /// Each rule that waits, with the reason; nil for none.
  var heldText: String? {
    guard !held.isEmpty else { return nil }
    return JSONText.list(
      held.map { rule in
        JSONText.object([
          ("rule", JSONText.quoted(rule.rule)), ("reason", JSONText.quoted(rule.held.reason.rawValue)),
          ("until", rule.held.until.map { JSONText.quoted($0.description) }),
        ])
      })
  }
}

extension Offering {
  /// What was served, without what in the person's history led to it.
  var loggedText: String {
    JSONText.object([
      ("tactic", JSONText.quoted(tactic.rawValue)), ("content", content.map(JSONText.quoted)),
      ("step", step.map(JSONText.quoted)),
      ("items", items.isEmpty ? nil : JSONText.list(items.map { JSONText.quoted($0.id) })),
      ("because", JSONText.quoted(because)),
    ])
  }
}

extension Instant {
  /// In whole seconds; nil for an instant that stands for no date.
  fileprivate func age(at now: Instant) -> Int64? {
    let (age, overflow) = now.microseconds.subtractingReportingOverflow(microseconds)
    return overflow ? nil : age / Instant.microsecondsPerSecond
  }
}
