public import GovernanceModel
internal import SourceDocuments

/// What of a project its ledger needs: the project file alone. Who is asked for proof of an earlier run need not mend today's
/// data maps, packs and vocabularies first.
public struct LedgerSettings: Sendable {
  let ledgerPath: String
  /// The severity from which a finding is marked as blocking.
  public let failOn: Severity

  /// Reads `proviso.yaml` (a file, or a folder that holds it) and nothing that it names.
  public static func load(_ path: String) throws(InputError) -> LedgerSettings {
    let file = try Project.file(path)
    do {
      let settings = try ProjectFile.read(file, vocabulary: nil)
      return LedgerSettings(
        ledgerPath: FileBytes.resolve(settings.ledger, from: FileBytes.folder(of: file.path)), failOn: settings.failOn)
    } catch { throw error.withoutPersonalWords }
  }
}
