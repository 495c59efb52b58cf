import DataStores
import GovernanceModel
import PolicyEngine

/// A field with its family, what the map or the vocabulary declares of its level, and its meter.
struct MeasuredField {
  let source: Int
  let column: String
  let path: String
  let family: Granularity.Family
  let declared: Granularity?
  let meter: Shared<ColumnMeter>
}

/// The meters of a pass, one a column, so that each value is looked at once however many controls ask.
struct MeterShelf {
  private struct Key: Hashable {
    let source: Int
    let column: String
  }

  private var fields: [Key: MeasuredField?] = [:]
  private var fed: Set<Key> = []

  init() {}

  /// Nil for a field without a family: neither its map nor its categories name one.
  mutating func field(_ field: Field, at index: Int, in plan: AuditPlan) -> MeasuredField? {
    let key = Key(source: index, column: field.name)
    if let known = fields[key] { return known }
    let vocabulary = plan.policies.vocabulary
    let declared = field.granularity ?? vocabulary.pattern(of: field.path)?.granularity
    let family = declared?.family ?? field.categories.sorted().lazy.compactMap(vocabulary.family(of:)).first
    let made = family.map { family in
      MeasuredField(
        source: index, column: field.name, path: field.path, family: family, declared: declared,
        meter: Shared(ColumnMeter(family, form: plan.sources[index].timeForm(of: field.name))))
    }
    fields[key] = .some(made)
    return made
  }

  /// True once a field: the operator that asks first feeds the meter.
  mutating func takeFeeding(of field: MeasuredField) -> Bool {
    fed.insert(Key(source: field.source, column: field.column)).inserted
  }
}

extension Vocabulary {
  /// The family of a category, or of its nearest ancestor that has one.
  func family(of category: DataCategory) -> Granularity.Family? {
    category.lineage.lazy.compactMap { families[$0] }.first
  }

  /// The first pattern that a path matches.
  func pattern(of path: String) -> AttributePattern? { attributes.first { Glob.matches($0.glob, path) } }
}

/// Paths as patterns: `*` stands for one segment or a part of one, `**` for any number of segments.
enum Glob {
  static func matches(_ glob: String, _ path: String) -> Bool {
    matches(glob.split(separator: ".")[...], path.split(separator: ".")[...])
  }

  private static func matches(_ glob: ArraySlice<Substring>, _ path: ArraySlice<Substring>) -> Bool {
    guard let first = glob.first else { return path.isEmpty }
    if first == "**" {
      return (path.startIndex...path.endIndex).contains { matches(glob.dropFirst(), path[$0...]) }
    }
    guard let segment = path.first else { return false }
    return part(Array(first.utf8)[...], Array(segment.utf8)[...]) && matches(glob.dropFirst(), path.dropFirst())
  }

  private static func part(_ glob: ArraySlice<UInt8>, _ text: ArraySlice<UInt8>) -> Bool {
    guard let first = glob.first else { return text.isEmpty }
    if first == UInt8(ascii: "*") {
      return (text.startIndex...text.endIndex).contains { part(glob.dropFirst(), text[$0...]) }
    }
    return text.first == first && part(glob.dropFirst(), text.dropFirst())
  }
}

extension AuditPlan.Source {
  /// How the map says that a column's instants are written, when it plays a part in which it says so.
  func timeForm(of column: String) -> TimeForm {
    let known = collection.instantColumns.first { $0.column == column }
    return TimeForm(unit: known?.unit, precision: known?.precision, zone: dataset.zone)
  }
}

extension Collection {
  /// All columns that the map reads as instants.
  var instantColumns: [InstantColumn] {
    let columns = [
      uses?.at, consents?.at, consents?.recordedAt, consents?.expiresAt, profile?.updatedAt, audience?.entered,
      audience?.left, erasures?.at, requests?.received, requests?.closed, requests?.extended, disclosures?.at,
    ]
    return columns.compactMap { $0 }
  }
}
