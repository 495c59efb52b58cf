package import ConsentHistory
package import GovernanceModel

/// A data map: fideslang dataset manifests, with what their `proviso:` blocks add.
package struct DataMap: Sendable {
  package var datasets: [Dataset]
  /// SHA-256 of the file's bytes.
  package var digest: String
  /// What the author should know though the map can be used: warnings and notes, never errors.
  package var diagnostics: [Diagnostic] = []
}

/// A dataset of fideslang: collections that share subject, zone and categories.
package struct Dataset: Sendable {
  package var key: String
  package var name: String?
  package var categories: [DataCategory]
  package var collections: [Collection]
  /// The zone of local times; UTC when the map names none.
  package var zone: ZoneRules
  package var span: SourceSpan
}

/// A table, or a document collection, and the parts that it plays. A collection may play several.
package struct Collection: Sendable {
  package var name: String
  /// Its own, else those of its dataset.
  package var categories: [DataCategory]
  package var fields: [Field]
  /// The column of the subject key; nil where the collection is not about persons.
  package var subject: String?
  package var subjectType: DataSubject?
  package var uses: UseLog?
  package var consents: ConsentLog?
  package var profile: ProfileTable?
  package var audience: AudienceTable?
  package var erasures: ErasureRegister?
  package var requests: RequestRegister?
  package var disclosures: DisclosureLog?
  /// Columns that anchor retention, by anchor.
  package var anchors: [String: String]
  /// An empty collection is a gap unless the map allows it.
  package var mayBeEmpty: Bool
  package var span: SourceSpan
}

/// A column; `name` is dotted for nested fields.
package struct Field: Sendable {
  package var name: String
  package var categories: [DataCategory]
  package var granularity: Granularity?
  package var isPrimaryKey: Bool
  package var isInferred: Bool
  /// The column that says when this value was last updated.
  package var updatedAt: String?
  /// The attribute path by which rules and policies read it, such as `subject.country`; nil: `<name>`.
  package var attribute: String?
  package var span: SourceSpan
}

/// A value that is either the same for every row, or read from a column, optionally translated.
///
/// With both a column and a constant the map left open which is meant: the column where the store has it, else the
/// constant; ``DataMap/bound(to:)`` decides.
package struct ColumnOrConstant: Hashable, Sendable {
  package var column: String?
  package var constant: String?
  /// From the column's text to the vocabulary's word; a value that is not listed stays as it is when empty.
  package var values: [String: String]
  package init(column: String? = nil, constant: String? = nil, values: [String: String] = [:]) {
    (self.column, self.constant, self.values) = (column, constant, values)
  }
}

/// A column of instants and how they are written.
package struct InstantColumn: Hashable, Sendable {
  /// How numbers count since 1970; `iso8601` for texts.
  package enum Unit: String, CaseIterable, Hashable, Sendable { case iso8601, seconds, milliseconds, microseconds }
  /// How much of a written instant is known: of a `day` the whole local day counts.
  package enum Precision: String, CaseIterable, Hashable, Sendable { case exact, second, day, month }
  package var column: String
  /// Nil: ISO 8601 in texts, seconds since 1970 in numbers.
  package var unit: Unit?
  /// Nil: as written; a date names its day.
  package var precision: Precision?
  package init(column: String, unit: Unit? = nil, precision: Precision? = nil) {
    (self.column, self.unit, self.precision) = (column, unit, precision)
  }
}

/// `uses:` a log of acts of processing.
package struct UseLog: Sendable {
  package var use: ColumnOrConstant
  package var at: InstantColumn
  package var channel: ColumnOrConstant?
  package var controller: ColumnOrConstant?
  package var rule: String?
  package var basis: ColumnOrConstant?
  /// Fields (of this or the profile collection) that every use of this log reads.
  package var reads: [String]
  /// A column of attribute paths that the use read: a JSON list, words set apart by blanks or commas, or a JSON object from
  /// paths to the values that they had.
  package var attributes: String?
  /// A column that says when the values that the use read were last updated: a JSON list of objects with `attribute` and
  /// `updatedAt`. What it says comes before what profile tables say.
  package var updates: String?
}

/// `consents:` a log of consent events.
package struct ConsentLog: Sendable {
  /// What a row says.
  package enum Statement: Sendable {
    /// One event, by words of its own.
    case words(purpose: ColumnOrConstant, action: ColumnOrConstant)
    /// As many events as a string stands for.
    case signal(SignalColumn)
  }

  package var statement: Statement
  package var at: InstantColumn
  package var recordedAt: InstantColumn?
  package var expiresAt: InstantColumn?
  package var channel: ColumnOrConstant?
  package var controller: ColumnOrConstant?
  package var kind: ColumnOrConstant?
  package var actor: ColumnOrConstant?
  package var method: ColumnOrConstant?
  package var noticeID: ColumnOrConstant?
  package var noticeVersion: ColumnOrConstant?
  package var noticeLanguage: ColumnOrConstant?
  package var evidence: String?
  /// Negative actions that this log is complete for; with an opt-out control somebody must carry them.
  package var carries: Set<ConsentAction>
}

/// A column of strings in which consent travels.
package struct SignalColumn: Hashable, Sendable {
  /// How a string is written: TCF 1.1 to 2.x, GPP, US Privacy, or the value of the header `Sec-GPC`.
  package enum Encoding: String, CaseIterable, Hashable, Sendable { case tcf2, gpp, usp, gpc }
  package var encoding: Encoding
  package var column: String
  /// Whose permission strings of the TCF are asked for; nil: purposes alone.
  package var vendor: Int?
  package init(encoding: Encoding, column: String, vendor: Int? = nil) {
    (self.encoding, self.column, self.vendor) = (encoding, column, vendor)
  }
}

extension ConsentLog {
  /// Nil where a string says it.
  package var purpose: ColumnOrConstant? {
    guard case .words(let purpose, _) = statement else { return nil }
    return purpose
  }

  /// Nil where a string says it.
  package var action: ColumnOrConstant? {
    guard case .words(_, let action) = statement else { return nil }
    return action
  }

  /// Nil where rows say what they say by words.
  package var signal: SignalColumn? {
    guard case .signal(let signal) = statement else { return nil }
    return signal
  }
}

/// `profile:` one row a person.
package struct ProfileTable: Sendable {
  package var updatedAt: InstantColumn?
  package var quasiIdentifiers: [String]
}

/// `audience:` membership of a segment or audience, one row a stay.
package struct AudienceTable: Sendable {
  package var audience: ColumnOrConstant
  package var use: ColumnOrConstant
  package var channel: ColumnOrConstant?
  package var entered: InstantColumn
  package var left: InstantColumn?
}

/// `erasures:` requests to be forgotten.
package struct ErasureRegister: Sendable {
  package var at: InstantColumn
}

/// `requests:` rights requests.
package struct RequestRegister: Sendable {
  package var type: ColumnOrConstant
  package var received: InstantColumn
  package var closed: InstantColumn
  package var extended: InstantColumn?
}

/// `disclosures:` data that went to somebody.
package struct DisclosureLog: Sendable {
  package var recipient: ColumnOrConstant
  package var at: InstantColumn
  package var sale: ColumnOrConstant?
  package var country: ColumnOrConstant?
  package var safeguard: ColumnOrConstant?
  package var use: ColumnOrConstant?
}
