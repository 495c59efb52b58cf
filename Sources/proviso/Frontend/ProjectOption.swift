internal import ArgumentParser
internal import Auditor
internal import Glibc
internal import GovernanceModel

/// `--project`: the file or folder of the project.
struct ProjectOption: ParsableArguments {
  @Option(name: .customLong("project"), help: "The project's file or folder.", completion: .file(extensions: ["yaml"]))
  var path = "proviso.yaml"

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
