import Foundation
import XMLDocuments

/// A small project in a folder of its own: a store, its map and a pack; figures do not depend on the shipped packs.
struct TestProject {
  static let asOf = "2026-06-01T00:00:00Z"

  let place: Workplace

  /// - Parameters:
  ///   - collections: the `collections:` of the map, indented by six blanks.
  ///   - controls: the `controls:` of the pack, indented by two blanks.
  ///   - more: further lines of `proviso.yaml`.
  init(sql: String, collections: String, controls: String, more: String = "") throws {
    place = try Workplace()
    try place.sqlite("store.sqlite", sql)
    try place.write(Self.map(collections), to: "map.yaml")
    try place.write(Self.pack(controls), to: "pack.yaml")
    try place.write(Self.project + more, to: "proviso.yaml")
    try place.write(Data(0..<32), to: "key")
  }

  static let project = """
    project: test
    policies: [pack.yaml]
    stores:
      - {name: shop, engine: sqlite, path: store.sqlite, map: map.yaml}
    ledger: ledger.sqlite
    pseudonymKeyFile: key
    failOn: info

    """

  static func map(_ collections: String) -> String {
    """
    dataset:
      - fides_key: shop
        proviso: {subject: id, zone: UTC}
        collections:
    \(collections)
    """
  }

  static func pack(_ controls: String) -> String {
    """
    pack: own
    title: Controls of this test
    version: "1"
    controls:
    \(controls)
    """
  }

  /// A control in one line of requirement, and what it applies to.
  static func control(_ id: String, _ require: String, appliesTo: String = "{}") -> String {
    """
      - id: \(id)
        title: Control \(id)
        law: {name: Own, article: "1", inForce: 2000-01-01}
        severity: high
        appliesTo: \(appliesTo)
        require: {\(require)}
        remedy: Mend it.

    """
  }

  var proviso: Binary { place.proviso }

  func audit(_ arguments: String...) throws -> Binary.Outcome { try audit(arguments) }

  func audit(_ arguments: [String]) throws -> Binary.Outcome {
    try proviso.run(["audit", "--as-of", Self.asOf] + arguments)
  }

  /// The findings of an audit, read from its XML, which is validated first.
  func findings(_ arguments: String...) throws -> [Found] {
    _ = try audit(["-o", "xml:found.xml"] + arguments)
    return try ReportFile(place.bytes("found.xml")).findings()
  }
}
