import DataStores
import GovernanceModel
import ProvisoTesting
import SourceDocuments
import Testing

/// Real fideslang manifests.
@Suite(.enabled(if: Corpus.isPresent, "no corpus: set PROVISO_CORPUS"))
struct CorpusTests {
  private static let manifests =
    Corpus.files(in: "fideslang/datasets", suffixes: [".yml", ".yaml"])
    + Corpus.files(in: "fideslang/evaluate", suffixes: ["dataset.yml"])

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

  @Test func `there are manifests to read`() { #expect(Self.manifests.count >= 9) }

  private static func leaves(_ field: Node) -> Int {
    let inner = field["fields"]?.elements ?? []
    return inner.isEmpty ? 1 : inner.map(leaves).reduce(0, +)
  }
}
