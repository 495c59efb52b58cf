import DataStores
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Real fideslang manifests.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
struct CorpusTests {
  /// Every file with a `dataset:`, other resources beside it or not.
  private static let all = Corpus.files(in: "fideslang", suffixes: [".yml", ".yaml"]).filter { path in
    guard let bytes = try? Corpus.bytes(of: path) else { return false }
    return ("\n" + String(decoding: bytes, as: UTF8.self)).contains("\ndataset:")
  }

  /// No YAML: the reference implementation says "mapping values are not allowed here" (`expected-evaluate.json`).
  private static let broken = all.filter {
    $0.hasSuffix("tests/failing_dataset_collection_taxonomy.yml")
  }
  private static let manifests = all.filter { !broken.contains($0) }

  @Test(arguments: broken)
  func `broken YAML is told with its place`(_ path: String) throws {
    let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
    let error = #expect(throws: InputError.self) { try DataMap.read(file) { _ in .utc } }
    #expect(error?.diagnostics.first?.span?.line == 8)
  }

  @Test(arguments: manifests)
  func `reads unchanged`(_ path: String) throws {
    let file = try SourceFile(path: path, bytes: Corpus.bytes(of: path))
    let map = try DataMap.read(file) { ZoneDatabase.rules(named: $0) }
    // Names and categories, counted in another way: over the tree as it was parsed.
    let root = try Node.yaml(file)
    let collections = (root["dataset"]?.elements ?? []).flatMap { $0["collections"]?.elements ?? [] }
    #expect(map.datasets.flatMap(\.collections).map(\.name) == collections.compactMap { $0["name"]?.scalarText })
    let leaves = collections.flatMap { $0["fields"]?.elements ?? [] }.map(Self.leaves).reduce(0, +)
    #expect(map.datasets.flatMap(\.collections).flatMap(\.fields).count == leaves)
    #expect(!map.datasets.isEmpty && map.diagnostics.isEmpty)
  }

  @Test func `there are manifests to read`() { #expect(Self.manifests.count >= 25 && Self.broken.count == 2) }

  private static func leaves(_ field: Node) -> Int {
    let inner = field["fields"]?.elements ?? []
    return inner.isEmpty ? 1 : inner.map(leaves).reduce(0, +)
  }
}
