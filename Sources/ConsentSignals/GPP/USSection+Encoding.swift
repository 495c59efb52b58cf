extension USSection {
  package var encoded: String {
    var core = BitWriter()
    core.integer(version, 6)
    for value in values {
      switch value {
      case .one(let number): core.integer(number, 2)
      case .many(let numbers): core.integers(numbers, count: numbers.count, width: 2)
      }
    }
    var text = Base64URL.encode(core.bits)
    if let globalPrivacyControl {
      var part = BitWriter()
      part.integer(1, 2)
      part.boolean(globalPrivacyControl)
      text += "." + Base64URL.encode(part.bits)
    }
    if let sensitiveData {
      var part = BitWriter()
      part.integers(sensitiveData, count: sensitiveData.count, width: 2)
      text += "." + Base64URL.encode(part.bits)
    }
    return text
  }
}
