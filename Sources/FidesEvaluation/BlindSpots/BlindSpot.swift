package import GovernanceModel

/// What an evaluation by Fides passes over without a word, numbered as in `Documentation/Gate.md`. Four more have no
/// finding: a policy that is left out or is not there is a gap (9, 10), the order of a report is always the same (11), and
/// bad input has an exit code of its own (12).
package enum BlindSpot: String, CaseIterable, Sendable {
  case missingSubjects = "fides-1-missing-subjects"
  case coarseCategory = "fides-2-coarse-category"
  case coarseUse = "fides-3-coarse-use"
  case systemDataset = "fides-4-system-dataset"
  case repeatedKey = "fides-5-repeated-key"
  case legalBasis = "fides-6-legal-basis"
  case retention = "fides-7-retention"
  case exemption = "fides-8-exemption"

  /// The pack that their findings name.
  package static let pack = "fides-blind-spots"

  package var title: String {
    switch self {
    case .missingSubjects: "A declaration without data subjects meets no rule"
    case .coarseCategory: "A coarse category hides one that a rule forbids"
    case .coarseUse: "A coarse use hides one that a rule forbids"
    case .systemDataset: "A dataset of the system holds what a rule forbids"
    case .repeatedKey: "A key that stands twice disarms ALL"
    case .legalBasis: "Consent is declared and nobody has looked for it"
    case .retention: "A retention period that nobody can check"
    case .exemption: "An exemption that changes no verdict"
    }
  }

  package var severity: Severity {
    switch self {
    case .systemDataset, .missingSubjects: .high
    case .coarseCategory, .coarseUse, .retention: .medium
    case .repeatedKey, .legalBasis: .low
    case .exemption: .info
    }
  }

  package var obligation: String {
    switch self {
    case .missingSubjects: "names whose data it is"
    case .coarseCategory: "names data categories as finely as the rules do"
    case .coarseUse: "names the data use as finely as the rules do"
    case .systemDataset: "keeps the rules with everything in the datasets of its system"
    case .repeatedKey: "names each key once"
    case .legalBasis: "has records of the consent that it declares"
    case .retention: "names a period after which the data are erased"
    case .exemption: "keeps the rules, exempt or not"
    }
  }

  package var remedy: String {
    switch self {
    case .missingSubjects: "list `data_subjects`"
    case .coarseCategory, .coarseUse: "name the keys below it that are really used"
    case .systemDataset: "declare what the dataset holds, or take it out of the system's `dataset_references`"
    case .repeatedKey: "name it once"
    case .legalBasis: "map the store that holds the consent and run `proviso audit`"
    case .retention: "write an ISO 8601 period such as P24M"
    case .exemption: "take the system out of the manifests if no rule applies to it"
    }
  }
}
