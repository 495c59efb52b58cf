package import GovernanceModel

extension PolicySet {
  /// Errors that only several packs together can have: a pack id or a control id that stands twice.
  ///
  /// A control's id is unique over all packs, since findings, waivers and `explain` name it without its pack.
  package func conflicts() -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    var packIDs: Set<String> = []
    var seen: [String: (pack: String, span: SourceSpan)] = [:]
    for pack in packs {
      if !packIDs.insert(pack.id).inserted {
        diagnostics.append(Diagnostic(.error, "the pack `\(pack.id)` is there twice", at: pack.controls.first?.span))
        continue
      }
      for control in pack.controls {
        if let first = seen[control.id] {
          let message = "the id `\(control.id)` is there already, in pack `\(first.pack)` at \(first.span)"
          diagnostics.append(Diagnostic(.error, message, at: control.span, help: "give one of them another id"))
        } else {
          seen[control.id] = (pack.id, control.span)
        }
      }
    }
    return diagnostics
  }

  /// Orders the packs by id in byte order, so that nothing depends on the order in which they are named.
  ///
  /// Throws ``InputError`` with ``conflicts()``.
  package func checked() throws(InputError) -> PolicySet {
    let found = conflicts()
    if !found.isEmpty { throw InputError(found) }
    var ordered = self
    ordered.packs.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
    return ordered
  }
}
