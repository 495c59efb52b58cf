// swift-tools-version: 6.2
import PackageDescription

/// One list for every Swift target.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let system = Target.Dependency.product(name: "SystemPackage", package: "swift-system")
let arguments = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")

/// A library target with the settings of all.
func library(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, exclude: ["README.md"], swiftSettings: settings)
}

/// The tests of a target, with `ProvisoTesting`.
func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: dependencies + ["GovernanceModel", "ProvisoTesting"],
    exclude: ["Cases", "Golden"], swiftSettings: settings)
}

let package = Package(
  name: "proviso",
  products: [
    .executable(name: "proviso", targets: ["proviso"]),
    // What a service links to decide in process: no libxml2, no solver, no store.
    .library(name: "ProvisoGuard", targets: ["PolicyEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.0"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-crypto", from: "4.5.0"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
  ],
  targets: [
    // 0: C libraries, nothing more than a module map or a shim.
    .systemLibrary(name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(name: "CZ3", pkgConfig: "z3", providers: [.apt(["libz3-dev"])]),
    .target(name: "CADBC"),
    .target(name: "CRE2", linkerSettings: [.linkedLibrary("re2")]),
    // 1
    library("GovernanceModel", []),
    library("Digests", ["GovernanceModel", crypto]),
    library("XMLDocuments", ["CLibXML2"]),
    library("Patterns", ["CRE2"]),
    library("SourceDocuments", ["GovernanceModel", yams]),
    // 2
    library("ConsentHistory", ["GovernanceModel"]),
    library("Recommendation", []),
    library("Measurement", ["GovernanceModel"]),
    library("Predicates", ["GovernanceModel", "Patterns", "SourceDocuments"]),
    library("ConsentSignals", ["ConsentHistory", "GovernanceModel", "SourceDocuments"]),
    // 3
    library(
      "PolicyEngine",
      ["ConsentHistory", "ConsentSignals", "Digests", "GovernanceModel", "Predicates", "SourceDocuments"]),
    library("RuleSets", ["Digests", "GovernanceModel", "Patterns", "Predicates", "SourceDocuments", "XMLDocuments"]),
    library(
      "DataStores", ["CADBC", "ConsentHistory", "Digests", "GovernanceModel", "Predicates", "SourceDocuments", sqlite]),
    // 4
    library(
      "RuleScanner",
      ["CZ3", "ConsentHistory", "GovernanceModel", "PolicyEngine", "Predicates", "RuleSets", "SourceDocuments"]),
    library(
      "StoreScanner",
      [
        "ConsentHistory", "ConsentSignals", "DataStores", "GovernanceModel", "PolicyEngine", "Predicates",
        "SourceDocuments",
      ]),
    library(
      "PersonalizationCore",
      [
        "ConsentHistory", "GovernanceModel", "PolicyEngine", "Predicates", "Recommendation", "RuleSets",
        "SourceDocuments", grdb,
      ]),
    library("FidesEvaluation", ["GovernanceModel", "SourceDocuments"]),
    // 5
    library("AuditLedger", ["Digests", "GovernanceModel", "SourceDocuments", grdb]),
    library("Reporter", ["Digests", "GovernanceModel", "SourceDocuments", "XMLDocuments"]),
    // 6
    library(
      "Auditor",
      [
        "AuditLedger", "ConsentHistory", "ConsentSignals", "DataStores", "Digests", "FidesEvaluation",
        "GovernanceModel", "Measurement",
        "PersonalizationCore", "PolicyEngine", "Reporter", "RuleScanner", "RuleSets", "SourceDocuments", "StoreScanner",
      ]),
    // 8
    .executableTarget(
      name: "proviso",
      dependencies: ["Auditor", "ConsentSignals", "GovernanceModel", "SourceDocuments", arguments, system],
      exclude: ["README.md"],
      swiftSettings: settings),
    // Times single proofs for `make bench`.
    .executableTarget(
      name: "ProofBenchmark", dependencies: ["GovernanceModel", "Predicates", "RuleScanner"], path: "Benchmarks/proofs",
      swiftSettings: settings),
    // Times guarded decisions for `make bench`.
    .executableTarget(
      name: "CoreBenchmark",
      dependencies: [
        "ConsentHistory", "GovernanceModel", "PersonalizationCore", "PolicyEngine", "ProvisoTesting", "RuleSets",
        "SourceDocuments",
      ], path: "Benchmarks/core", swiftSettings: settings),
    // Decodes typical strings for `make bench`.
    .executableTarget(
      name: "SignalBenchmark", dependencies: ["ConsentSignals", "GovernanceModel", "ProvisoTesting"],
      path: "Benchmarks/signals", exclude: ["reference.cjs", "reference.py"], swiftSettings: settings),
    // Times recommendations for `make bench`.
    .executableTarget(
      name: "RecommendBenchmark", dependencies: ["Recommendation"], path: "Benchmarks/recommend",
      exclude: ["compare", "implicit_side.py", "lenskit_side.py"], swiftSettings: settings),
    // Decodes millions of strings for `make fuzz`.
    .executableTarget(
      name: "SignalFuzz", dependencies: ["ConsentSignals", "ProvisoTesting"], path: "Benchmarks/fuzz",
      swiftSettings: settings),
    library("ProvisoTesting", ["ConsentHistory", "ConsentSignals", "DataStores", "GovernanceModel", sqlite]),

    tests("GovernanceModel", []),
    tests("Digests", ["Digests"]),
    tests("XMLDocuments", ["XMLDocuments"]),
    tests("Patterns", ["Patterns"]),
    tests("SourceDocuments", ["SourceDocuments"]),
    tests("ConsentHistory", ["ConsentHistory"]),
    tests("Recommendation", ["Recommendation"]),
    tests("Measurement", ["Measurement"]),
    tests("ConsentSignals", ["ConsentHistory", "ConsentSignals", "SourceDocuments"]),
    tests("Predicates", ["Predicates", "SourceDocuments"]),
    tests("PolicyEngine", ["ConsentHistory", "PolicyEngine", "Predicates", "SourceDocuments"]),
    tests("RuleSets", ["Predicates", "RuleSets", "SourceDocuments", "XMLDocuments"]),
    tests("DataStores", ["ConsentHistory", "DataStores", "Predicates", "SourceDocuments"]),
    tests(
      "RuleScanner",
      [
        "PolicyEngine",
        "Predicates",
        "RuleScanner",
        "RuleSets",
        "SourceDocuments",
      ]),
    tests(
      "StoreScanner",
      [
        "ConsentHistory",
        "ConsentSignals",
        "DataStores",
        "PolicyEngine",
        "Predicates",
        "SourceDocuments",
        "StoreScanner",
      ]),
    tests(
      "PersonalizationCore",
      [
        "ConsentHistory",
        "PersonalizationCore",
        "PolicyEngine",
        "Predicates",
        "RuleSets",
        "SourceDocuments",
        grdb,
      ]),
    tests("FidesEvaluation", ["FidesEvaluation", "SourceDocuments"]),
    tests("AuditLedger", ["AuditLedger", "Digests", "SourceDocuments", grdb]),
    tests("Reporter", ["Digests", "Reporter", "SourceDocuments", "XMLDocuments"]),
    tests("Auditor", ["Auditor", "ConsentHistory", "DataStores", "PolicyEngine", "RuleSets", "SourceDocuments"]),
    tests("EndToEnd", ["ConsentSignals", "DataStores", "SourceDocuments", "XMLDocuments", "proviso"]),
    tests(
      "Agreement",
      [
        "ConsentHistory",
        "DataStores",
        "PersonalizationCore",
        "PolicyEngine",
        "Predicates",
        "RuleScanner",
        "RuleSets",
        "SourceDocuments",
        "StoreScanner",
      ]),
  ],
  cLanguageStandard: .c17,
  cxxLanguageStandard: .cxx17
)
