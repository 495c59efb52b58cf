internal import GovernanceModel

/// A JSON object (RFC 8259) as it is written, member by member: an encoder that finds the members by itself shows
/// in the time of an audit with thousands of findings.
struct JSONRecord {
  private var bytes: [UInt8] = []

  /// `{...}` of the members that `body` adds; who adds them in the order of their names gets the same text for the same
  /// value.
  static func text(_ body: (inout JSONRecord) -> Void) -> String {
    var record = JSONRecord()
    record.bytes.reserveCapacity(1024)
    record.enclose("{", "}", body)
    return String(decoding: record.bytes, as: UTF8.self)
  }

  /// `["...", ...]`.
  static func list(_ texts: [String]) -> String {
    var record = JSONRecord()
    record.enclose("[", "]") { record in record.elements(texts) { $0.bytes.appendJSON($1) } }
    return String(decoding: record.bytes, as: UTF8.self)
  }

  /// A member that is absent is left out.
  mutating func add(_ name: String, _ text: String?) {
    guard let text else { return }
    start(name)
    bytes.appendJSON(text)
  }

  mutating func add(_ name: String, _ number: Int64?) {
    guard let number else { return }
    start(name)
    bytes += String(number).utf8
  }

  mutating func add(_ name: String, _ flag: Bool) {
    start(name)
    bytes += (flag ? "true" : "false").utf8
  }

  /// A member that is an object.
  mutating func add(_ name: String, _ body: (inout JSONRecord) -> Void) {
    start(name)
    enclose("{", "}", body)
  }

  /// A member that is an array of objects.
  mutating func add<Element>(_ name: String, _ elements: [Element], _ body: (inout JSONRecord, Element) -> Void) {
    start(name)
    enclose("[", "]") { record in
      record.elements(elements) { record, element in record.enclose("{", "}") { body(&$0, element) } }
    }
  }

  /// A member that is an array of arrays of texts.
  mutating func add(_ name: String, _ rows: [[String]]) {
    start(name)
    enclose("[", "]") { record in
      record.elements(rows) { record, row in
        record.enclose("[", "]") { record in record.elements(row) { $0.bytes.appendJSON($1) } }
      }
    }
  }

  private mutating func start(_ name: String) {
    if bytes.last != UInt8(ascii: "{") { bytes.append(UInt8(ascii: ",")) }
    bytes.appendJSON(name)
    bytes.append(UInt8(ascii: ":"))
  }

  private mutating func elements<Element>(_ elements: [Element], _ body: (inout JSONRecord, Element) -> Void) {
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      body(&self, element)
    }
  }

  private mutating func enclose(_ open: Unicode.Scalar, _ close: Unicode.Scalar, _ body: (inout JSONRecord) -> Void) {
    bytes.append(UInt8(ascii: open))
    body(&self)
    bytes.append(UInt8(ascii: close))
  }
}
