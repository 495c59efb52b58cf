internal import ConsentHistory
internal import DataStores
internal import Digests
internal import GovernanceModel
internal import PolicyEngine
internal import SourceDocuments

/// Opens what a project file names: vocabularies, packs, data maps.
struct ProjectLoader {
  let file: SourceFile
  let installation: Installation
  let environment: (String) -> String?

  private var folder: String { FileBytes.folder(of: file.path) }

  func project() throws(InputError) -> Project {
    let bare = try ProjectFile.read(file, vocabulary: nil, environment: environment)
    let vocabularyFiles = try files(bare.vocabularies.map { FileBytes.resolve($0.text, from: folder) })
    let shippedVocabularies = try installation.vocabularies()
    let vocabulary = try Vocabulary.read(shippedVocabularies + vocabularyFiles)
    let settings = try ProjectFile.read(file, vocabulary: vocabulary, environment: environment)
    let packFiles = try packFiles(settings)
    let policies = try policies(settings, packFiles, vocabulary)
    var warnings: [Diagnostic] = []
    let stores = try stores(settings, vocabulary, &warnings)
    return Project(
      name: settings.name, path: file.path, folder: folder, installation: installation, policies: policies,
      stores: stores,
      drivers: DriverPaths(project: folder, installation: installation.root, environment: environment),
      ruleSets: settings.ruleSets.map { request in
        RuleSetRequest(
          pattern: FileBytes.resolve(request.pattern, from: folder), defaults: request.defaults, format: request.format)
      },
      ledgerPath: FileBytes.resolve(settings.ledger, from: folder),
      pseudonymKeyPath: FileBytes.resolve(settings.pseudonymKeyFile, from: folder),
      waiversPath: FileBytes.resolve(settings.waivers, from: folder), sampleSize: settings.sampleSize,
      memory: settings.memory, timeLimit: settings.timeLimit,
      configuration: Self.digest(of: [file] + packFiles + shippedVocabularies + vocabularyFiles),
      policyFiles: Dictionary(packFiles.map { ($0.path, $0) }) { first, _ in first },
      warnings: warnings.map(\.withoutPersonalWords), failOn: settings.failOn,
      core: settings.core.map { core in
        CoreFiles(
          store: FileBytes.resolve(core.store, from: folder), log: FileBytes.resolve(core.log, from: folder))
      })
  }

  private static func digest(of files: [SourceFile]) -> String {
    SHA256Digest.hexadecimal(of: lengthPrefixed(files.map { SHA256Digest.hexadecimal(of: $0.bytes) }))
  }

  private func files(_ paths: [String]) throws(InputError) -> [SourceFile] {
    var files: [SourceFile] = []
    for path in paths { files.append(try SourceFile.reading(path)) }
    return files
  }

  /// Packs by name of the shipped ones, or by path.
  private func packFiles(_ settings: ProjectFile) throws(InputError) -> [SourceFile] {
    let shipped = installation.packs
    var files: [SourceFile] = []
    for name in settings.policies.map(\.name) {
      if shipped.contains(name.text) {
        files.append(try installation.pack(name.text))
        continue
      }
      let path = FileBytes.resolve(name.text, from: folder)
      guard FileBytes.exists(path) else {
        var problems = Problems(in: file)
        problems.error(
          "there is no pack `\(name.text)`: neither a file nor a shipped one", at: name.node,
          help: Problems.suggestion(for: name.text, among: shipped))
        throw InputError(problems.diagnostics)
      }
      files.append(try SourceFile.reading(path))
    }
    return files
  }

  private func policies(
    _ settings: ProjectFile, _ files: [SourceFile], _ vocabulary: Vocabulary
  ) throws(InputError) -> PolicySet {
    var packs: [Pack] = []
    var diagnostics: [Diagnostic] = []
    for (file, request) in zip(files, settings.policies) {
      do {
        let pack = try Pack.read(file, vocabulary: vocabulary)
        packs.append(pack.inForce(notAfter: request.inForce).asking(for: settings.notices))
      } catch { diagnostics += error.diagnostics }
    }
    guard diagnostics.isEmpty else { throw InputError(diagnostics) }
    var vocabulary = vocabulary
    // Of equally specific patterns the later one counts: the project's own.
    vocabulary.attributes += settings.attributes
    let policies = PolicySet(
      vocabulary: vocabulary, packs: packs.sorted { $0.id < $1.id }, legalBases: settings.legalBases,
      recipients: settings.recipients)
    return try policies.checked()
  }

  private func stores(
    _ settings: ProjectFile, _ vocabulary: Vocabulary, _ warnings: inout [Diagnostic]
  ) throws(InputError) -> [Project.Store] {
    var stores: [Project.Store] = []
    var errors: [Diagnostic] = []
    let known = Set(vocabulary.categories.keys.map(DataCategory.init))
    for store in settings.stores {
      let mapPath = FileBytes.resolve(store.map, from: folder)
      let file = try SourceFile.reading(mapPath)
      let map = try DataMap.read(file, zones: { ZoneDatabase.rules(named: $0) })
      warnings += map.diagnostics + map.unknownCategories(known: known)
      errors += map.unknownUses(known: Set(vocabulary.uses.keys.map(DataUse.init)))
      stores.append(
        .init(
          name: store.name, location: store.location.resolved(from: folder), driver: driver(of: store),
          secrets: store.secrets.map { Redacted($0) }, unset: store.unset, mapPath: mapPath,
          map: map.unclassified(except: known)))
    }
    guard errors.isEmpty else { throw InputError(errors) }
    return stores
  }
}

extension ProjectLoader {
  /// A driver's path is relative to the project file, as every path is; a name has neither slash nor ending.
  private func driver(of store: ProjectFile.Store) -> String? {
    guard let driver = store.driver else { return nil }
    let isPath = driver.contains("/") || driver.hasSuffix(".so") || driver.hasSuffix(".toml")
    return isPath ? FileBytes.resolve(driver, from: folder) : driver
  }
}

extension Pack {
  /// The pack with every control in force from `instant` on at the latest.
  fileprivate func inForce(notAfter instant: Instant?) -> Pack {
    guard let instant else { return self }
    var pack = self
    for index in pack.controls.indices {
      pack.controls[index].law.inForce = pack.controls[index].law.inForce.map { min($0, instant) }
    }
    return pack
  }

  /// The pack with the project's notices asked for wherever a consent control names none of its own: a pack that is
  /// shipped cannot know which notices a company has.
  fileprivate func asking(for notices: [String: String]) -> Pack {
    guard !notices.isEmpty else { return self }
    var pack = self
    for index in pack.controls.indices {
      guard case .consent(var requirement) = pack.controls[index].requirement,
        requirement.terms.minimumNotice.isEmpty
      else { continue }
      requirement.terms.minimumNotice = notices
      pack.controls[index].requirement = .consent(requirement)
    }
    return pack
  }
}
