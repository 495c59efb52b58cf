internal import ArgumentParser
internal import Auditor
internal import Glibc
internal import GovernanceModel

/// `--project`: the file or folder of the project.
struct ProjectOption: ParsableArguments {
  @Option(
    name: .customLong("project"),
    help: ArgumentHelp(
      "The project's file or folder; else `proviso.yaml` here or in the nearest folder above, within the repository.",
      valueName: "path"),
    completion: .file(extensions: ["yaml"]))
  var given: String?

  var path: String { given ?? Self.nearest() ?? Self.fileName }

  private static let fileName = "proviso.yaml"

  /// The way up to the nearest project, as in `../../proviso.yaml`; it does not leave the repository, if there is one.
  private static func nearest() -> String? {
    guard let here = unsafe getcwd(nil, 0) else { return nil }
    defer { unsafe free(here) }
    let depth = unsafe String(cString: here).split(separator: "/").count
    for up in 0...depth {
      let folder = String(repeating: "../", count: up)
      if exists(folder + fileName) { return folder + fileName }
      if exists(folder + ".git") { return nil }
    }
    return nil
  }

  private static func exists(_ path: String) -> Bool { unsafe access(path, F_OK) == 0 }

  func load() throws -> Project {
    try Project.load(path, installation: Self.installation(), environment: Terminal.environment)
  }

  static func installation() throws -> Installation {
    let executable = Self.executable() ?? CommandLine.arguments.first ?? "proviso"
    if let found = Installation.find(home: Terminal.environment("PROVISO_HOME"), executable: executable) {
      return found
    }
    throw InputError([
      Diagnostic(
        .error, "the shipped policies were not found",
        help: "set PROVISO_HOME to the folder that holds `policies/packs`, or run `make install`")
    ])
  }

  private static func executable() -> String? {
    var buffer = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
    let length = unsafe readlink("/proc/self/exe", &buffer, Int(PATH_MAX))
    guard length > 0 else { return nil }
    return String(decoding: buffer.prefix(length).map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
