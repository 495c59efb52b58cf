extension USSection {
  /// One line a field that is applicable.
  var sentences: [String] {
    var lines: [String] = []
    for (field, value) in zip(layout.fields, values) {
      switch value {
      case .one(let answer): if let text = Self.answer(answer, field.name) { lines.append("\(field.name): \(text)") }
      case .many(let answers):
        lines += answers.enumerated().compactMap { index, answer in
          Self.answer(answer, field.name).map { "\(field.name) \(index + 1): \($0)" }
        }
      }
    }
    lines += (sensitiveData ?? []).enumerated().compactMap { index, answer in
      Self.answer(answer, "SensitiveDataProcessing").map { "SensitiveDataProcessing \(index + 1): \($0)" }
    }
    if let globalPrivacyControl { lines.append("Global Privacy Control: \(globalPrivacyControl ? "on" : "off")") }
    return lines.isEmpty ? ["nothing is applicable"] : lines
  }

  /// Nil for 0, not applicable.
  private static func answer(_ answer: Int, _ field: String) -> String? {
    if answer == 0 { return nil }
    if answer == 3 { return "3, undefined" }
    let isYes = answer == 1
    if field.hasSuffix("Notice") { return isYes ? "given" : "not given" }
    if field.hasSuffix("OptOut") { return isYes ? "opted out" : "did not opt out" }
    if field.hasPrefix("Mspa") { return isYes ? "yes" : "no" }
    return isYes ? "no consent (opted out)" : "consent (did not opt out)"
  }
}

extension CanadianTCString {
  var sentences: [String] {
    let purposes = TCFPurpose.all.map { purpose in
      let (express, implied) = (purposesExpress[purpose.id - 1], purposesImplied[purpose.id - 1])
      let text = express ? "express consent" : implied ? "implied consent" : "no"
      return "\(purpose.id) \(purpose.name): \(text)"
    }
    return ["created \(header.created), CMP \(header.cmpID), vendor list \(header.vendorListVersion)"] + purposes
      + ["\(vendorsExpress.count) vendors with express, \(vendorsImplied.count) with implied consent"]
  }
}

extension USPrivacyString {
  var sentences: [String] {
    func said(_ answer: Character, _ yes: String, _ no: String) -> String {
      switch answer {
      case "Y", "y": yes
      case "N", "n": no
      default: "not applicable"
      }
    }
    return [
      "notice: " + said(notice, "given", "not given"),
      "sale: " + said(optOutOfSale, "opted out", "did not opt out"),
      "Limited Service Provider Agreement: " + said(limitedServiceProvider, "covered", "not covered"),
    ]
  }
}

extension GoogleConsentMode {
  var sentences: [String] {
    Signal.allCases.compactMap { signal in
      answers[signal].map { answer in
        "\(signal.rawValue): \(answer.now.rawValue) (default \(answer.byDefault.rawValue), update \(answer.byUpdate.rawValue))"
      }
    }
  }
}
