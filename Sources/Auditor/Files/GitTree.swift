internal import Foundation
internal import GovernanceModel

/// The files of a git revision, written out into a folder of their own.
///
/// Git writes them by way of an index of its own, so that neither the working tree nor the index of the repository
/// changes, and no attribute such as `export-ignore` leaves a file out. No shell is involved: a revision is an argument,
/// and one that looks like an option is none.
struct GitTree {
  /// As the user named it.
  let revision: String
  /// The folder that holds the whole tree.
  let folder: String
  /// The project's folder within it.
  let projectFolder: String
  private let temporary: String
  /// The working directory as seen from the repository's root.
  private let here: String
  private let root: String

  /// - Throws: ``Failure`` when there is no repository around the project, no such revision, or no git.
  init(revision: String, around project: String) throws {
    let git = Git(folder: project)
    guard let prefix = try git.line("rev-parse", "--show-prefix"),
      let root = try git.line("rev-parse", "--show-toplevel")
    else {
      throw Failure.notFound(
        "there is no git repository around `\(project)`", help: "compare with a folder or a report")
    }
    let commit =
      revision.isEmpty
      ? nil : try git.line("rev-parse", "--verify", "--quiet", "--end-of-options", "\(revision)^{commit}")
    guard let commit, !commit.isEmpty else {
      throw Failure.notFound(
        "there is no git revision `\(revision)`",
        help: "fetch it first, as in `git fetch origin main` (actions/checkout: `fetch-depth: 0`)")
    }
    temporary = try Self.makeFolder()
    let top = Git(folder: root, index: "\(temporary)/index")
    let tree = "\(temporary)/tree"
    do {
      try top.run("read-tree", commit)
      try top.run("checkout-index", "--all", "--quiet", "--prefix=\(tree)/")
    } catch {
      try? FileManager.default.removeItem(atPath: temporary)
      throw error
    }
    (self.revision, self.root, folder) = (revision, root, tree)
    projectFolder = prefix.isEmpty ? tree : "\(tree)/\(prefix.dropLast())"
    here = try Git(folder: ".").line("rev-parse", "--show-prefix") ?? ""
  }

  func remove() { try? FileManager.default.removeItem(atPath: temporary) }

  /// Where a file of the working tree lies in this one; nil for what is not in the repository.
  func path(of file: String) -> String? {
    var relative = here + file
    if file.hasPrefix("/") {
      guard file.hasPrefix(root + "/") else { return nil }
      relative = String(file.dropFirst(root.count + 1))
    }
    var parts: [Substring] = []
    for part in relative.split(separator: "/") where part != "." {
      if part != ".." {
        parts.append(part)
      } else if parts.popLast() == nil {
        return nil
      }
    }
    return ([Substring(folder)] + parts).joined(separator: "/")
  }

  /// A folder that nobody else can have made or can read.
  private static func makeFolder() throws -> String {
    let base = FileManager.default.temporaryDirectory.path
    var template = Array("\(base)/proviso-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else {
      throw Failure(.incomplete, [Diagnostic(.error, "cannot make a folder in `\(base)`")])
    }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}

/// Runs git, without a shell and without what hooks put into the environment.
private struct Git {
  let folder: String
  var index: String?

  /// The first line that git prints; nil when it fails.
  func line(_ arguments: String...) throws -> String? {
    let (status, output) = try finish(arguments)
    guard status == 0 else { return nil }
    return String(output.prefix { $0 != "\n" })
  }

  func run(_ arguments: String...) throws {
    let (status, _) = try finish(arguments)
    guard status == 0 else {
      throw Failure(.incomplete, [Diagnostic(.error, "`git \(arguments.first ?? "")` failed with exit code \(status)")])
    }
  }

  private func finish(_ arguments: [String]) throws -> (Int32, String) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["git", "-c", "core.fsmonitor=false", "-C", folder] + arguments
    var environment = ProcessInfo.processInfo.environment
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"] { environment[name] = nil }
    environment["GIT_INDEX_FILE"] = index
    process.environment = environment
    let output = Pipe()
    process.standardOutput = output
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    do { try process.run() } catch {
      throw Failure(
        .incomplete, [Diagnostic(.error, "git cannot be started", help: "install it, or compare with a report")])
    }
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, String(decoding: bytes, as: UTF8.self))
  }
}
