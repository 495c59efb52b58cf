internal import Foundation
internal import GovernanceModel

/// The files of a project as they were.
enum OldFiles {
  /// A folder that somebody else keeps: the project file lies in it, or it holds rule files only.
  case folder(String)
  case git(GitTree)

  var name: String {
    switch self {
    case .folder(let path): path
    case .git(let tree): tree.revision
    }
  }

  /// The folder that holds them.
  var root: String {
    switch self {
    case .folder(let path): path
    case .git(let tree): tree.folder
    }
  }

  /// The project of that time; nil where there is none.
  func project(like project: Project) throws(InputError) -> Project? {
    let file: String
    switch self {
    case .folder(let path): file = FileBytes.resolve(FileBytes.name(of: project.path), from: path)
    case .git(let tree): file = "\(tree.projectFolder)/\(FileBytes.name(of: project.path))"
    }
    guard FileBytes.exists(file) else { return nil }
    return try Project.load(file, installation: project.installation)
  }

  /// The same files there; those that were not there yet are left out.
  func paths(like paths: [String]) -> [String] {
    paths.compactMap { path in
      let there: String?
      switch self {
      case .folder(let folder): there = FileBytes.resolve(path, from: folder)
      case .git(let tree): there = tree.path(of: path)
      }
      return there.flatMap { FilePattern.files(matching: $0).isEmpty ? nil : $0 }
    }
  }
}
