/// What a run is compared with.
public enum Baseline: Sendable, Hashable {
  /// A report that an earlier run wrote, in XML or JSON.
  case report(path: String)
  /// A run of the project's ledger.
  case run(Int)
  /// A folder with the files as they were.
  case folder(String)
  /// A git revision.
  case revision(String)

  /// By what is there: a file is a report, a folder holds older files, up to six digits are a run, all else is a git
  /// revision. `run:12` and `git:12` say it outright.
  public init(_ text: String) {
    if text.hasPrefix("git:") {
      self = .revision(String(text.dropFirst(4)))
    } else if text.hasPrefix("run:"), let number = Int(text.dropFirst(4)) {
      self = .run(number)
    } else if FileBytes.isDirectory(text) {
      self = .folder(text)
    } else if FileBytes.exists(text) || [".xml", ".json"].contains(where: text.hasSuffix) {
      self = .report(path: text)
    } else if text.utf8.count <= 6, let number = Int(text) {
      self = .run(number)
    } else {
      self = .revision(text)
    }
  }

  /// As an output names it.
  public var name: String {
    switch self {
    case .report(let path), .folder(let path): path
    case .run(let number): "run \(number)"
    case .revision(let name): name
    }
  }
}
