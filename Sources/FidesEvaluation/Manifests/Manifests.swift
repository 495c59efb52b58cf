package import GovernanceModel
package import SourceDocuments

/// A value of a manifest with its place.
package struct ManifestText: Sendable {
  package let text: String
  package let node: Node
  package let file: SourceFile

  package init(_ text: String, _ node: Node, in file: SourceFile) {
    (self.text, self.node, self.file) = (text, node, file)
  }

  /// Its span and line, with what is to be said at it.
  package func place(_ label: String) -> Place {
    Place(
      span: file.span(node.position, length: Int(node.length)), label: label,
      excerpt: file.line(Int(node.position.line)))
  }
}

/// What a folder of fideslang manifests declares, as far as an evaluation asks for it.
package struct Manifests: Sendable {
  package var policies: [FidesPolicy] = []
  package var systems: [FidesSystem] = []
  package var datasets: [FidesDataset] = []
  /// Organizations, data categories, uses and subjects of the manifests' own, each with its parent.
  package var terms: [FidesTerm] = []
  /// Every key that the manifests name in a place where Fides looks for missing ones.
  package var references: [ManifestText] = []
}

/// A key of the taxonomy that a manifest adds.
package struct FidesTerm: Sendable {
  package let key: String
  package let parent: String?
}

package struct FidesPolicy: Sendable {
  package let key: ManifestText
  /// Ordered by name, as Fides orders them.
  package let rules: [FidesRule]
}

/// Fires when each of the three dimensions gives at least one key.
package struct FidesRule: Sendable {
  package let name: ManifestText
  package let categories: FidesMatch
  package let uses: FidesMatch
  package let subjects: FidesMatch
}

/// One dimension of a rule.
package struct FidesMatch: Sendable {
  /// Which of the declared keys break the rule: those that match, those if all match, all if none does, or those that do
  /// not.
  package enum Mode: String, Sendable, CaseIterable {
    case any = "ANY"
    case all = "ALL"
    case none = "NONE"
    case other = "OTHER"
  }

  package let mode: Mode
  package let values: Set<String>

  package init(_ mode: Mode, _ values: some Sequence<String>) { (self.mode, self.values) = (mode, Set(values)) }
}

package struct FidesSystem: Sendable {
  package let key: ManifestText
  /// Datasets of the whole system, which Fides does not evaluate.
  package let datasets: [ManifestText]
  /// `exempt_from_privacy_regulations`, where it is true.
  package let exemption: ManifestText?
  /// Ordered by name, as Fides orders them.
  package let declarations: [FidesDeclaration]
}

package struct FidesDeclaration: Sendable {
  /// `None` without one, as Fides says it; its place is then the declaration's.
  package let name: ManifestText
  package let categories: [ManifestText]
  package let use: ManifestText
  package let subjects: [ManifestText]
  package let datasets: [ManifestText]
  package let legalBasis: ManifestText?
  package let retention: ManifestText?
}

package struct FidesDataset: Sendable {
  /// A dataset, collection or field with categories of its own.
  package struct Part: Sendable {
    package enum Kind: String, Sendable {
      case dataset
      case collection = "dataset collection"
      case field = "dataset field"
    }

    package let kind: Kind
    package let name: String
    /// From the dataset's key on, parted by dots.
    package let path: String
    package let categories: [ManifestText]
  }

  package let key: String
  /// In the order in which Fides looks at them; those without categories are left out.
  package let parts: [Part]
}
