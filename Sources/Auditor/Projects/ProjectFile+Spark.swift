internal import DataStores
internal import SourceDocuments

extension ProjectFile {
  /// A store on a Spark cluster: `uri`, and one of `schemas`, `path` and `files`; none of them is the session's schema.
  static func spark(
    _ fields: inout MappingReader, _ secrets: inout SecretReader, _ problems: inout Problems
  ) -> StoreLocation? {
    let node = fields.required("uri", &problems)
    let uri = node.flatMap { secrets.text($0, "uri", &problems) }
    if let node, let uri, !uri.hasPrefix("sc://"), secrets.unset.isEmpty {
      problems.error(
        "a Spark Connect address begins with `sc://`", at: node, help: "such as `sc://spark.example:15002`")
    }
    let options = options(&fields, &secrets, &problems)
    let tables = tables(&fields, &problems)
    guard let uri, let tables else { return nil }
    return .spark(uri: uri, options: options, tables)
  }

  private static func tables(_ fields: inout MappingReader, _ problems: inout Problems) -> SparkTables? {
    let path = fields.optional("path")
    let files = fields.optional("files")
    let schemas = fields.optional("schemas")
    let given = [path, files, schemas].compactMap { $0 }
    if given.count > 1 {
      problems.error("a store of Spark has one of `schemas`, `path` and `files`", at: given[1])
      return nil
    }
    if let path {
      return path.readText("path", &problems).flatMap { clusterPath($0, path, &problems) }.map { .folder($0) }
    }
    if let files {
      return named(files, &problems).map { named in
        .files(named.compactMapValues { clusterPath($0.path, $0.node, &problems) })
      }
    }
    guard let schemas else { return .catalog(schemas: []) }
    guard let items = schemas.elements, !items.isEmpty else {
      problems.error("`schemas` is a list of names; found \(schemas.kind)", at: schemas)
      return nil
    }
    return .catalog(schemas: items.compactMap { $0.readText("schema", &problems) })
  }

  /// A path as the cluster reads it, which knows nothing of the project's folder.
  private static func clusterPath(_ path: String, _ node: Node, _ problems: inout Problems) -> String? {
    if path.hasPrefix("/") || path.prefix(while: { $0 != "/" }).hasSuffix(":") { return path }
    problems.error(
      "`\(path)` is read by the cluster, which needs an absolute path or an address", at: node,
      help: "such as `/data/shop` or `s3a://lake/shop`")
    return nil
  }
}
