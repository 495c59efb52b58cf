package import GovernanceModel

/// The digest of what a finding rests on: SHA-256 over the length-prefixed UTF-8 of "proviso-evidence-1", verdict,
/// reason, uses, records, subjects, first, last, salt and each pseudonym of the sample; 64 hexadecimal digits. A count or
/// instant that does not apply is empty.
///
/// The salt hides which pseudonyms were in a sample that has been deleted (``PseudonymKey/salt(for:)``).
package func evidenceDigest(verdict: Verdict, counts: Counts, sample: [String], salt: String) -> String {
  let numbers = [counts.uses, counts.records, counts.subjects].map { $0.map(String.init) ?? "" }
  let instants = [counts.first, counts.last].map { $0.map { String($0.microseconds) } ?? "" }
  let facts = ["proviso-evidence-1", verdict.name, verdict.reason?.rawValue ?? ""]
  return SHA256Digest.hexadecimal(of: lengthPrefixed(facts + numbers + instants + [salt] + sample))
}
