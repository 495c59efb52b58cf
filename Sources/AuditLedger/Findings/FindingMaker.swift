package import Digests
package import GovernanceModel

/// What a finding says of its control.
package struct ControlFacts: Hashable, Sendable {
  package var title: String
  package var law: LawReference
  package var severity: Severity
  /// The obligation in words.
  package var obligation: String
  package var remedy: String

  package init(title: String, law: LawReference, severity: Severity, obligation: String, remedy: String) {
    (self.title, self.law, self.severity) = (title, law, severity)
    (self.obligation, self.remedy) = (obligation, remedy)
  }
}

/// Makes findings of observations: names them, weighs them, hides whom they are about, and puts them in order.
package struct FindingMaker: Sendable {
  let key: PseudonymKey

  package init(key: PseudonymKey) { self.key = key }

  /// Every observation as a finding of status `new`, in the order of semantics section 9. Observations of one fingerprint
  /// become one finding.
  ///
  /// - Parameter facts: of (pack, control); nil for a control that is not in the policy, and such an observation is an
  ///   error, since a finding must never be lost.
  package func findings(
    of observations: [Observation], facts: (_ pack: String, _ control: String) -> ControlFacts?
  ) throws(FindingError) -> [Finding] {
    var (named, places) = ([(fingerprint: String, observation: Observation)](), [String: Int]())
    named.reserveCapacity(observations.count)
    places.reserveCapacity(observations.count)
    for observation in observations {
      guard let reason = observation.verdict.reason else {
        throw .compliant(control: observation.control)
      }
      let fingerprint = fingerprint(
        pack: observation.pack, control: observation.control, asset: observation.asset, locus: observation.locus,
        reason: reason)
      if let place = places[fingerprint] {
        named[place].observation = named[place].observation.merged(with: observation)
      } else {
        places[fingerprint] = named.count
        named.append((fingerprint, observation))
      }
    }
    var known: [ControlName: ControlFacts] = [:]
    // The first keys in byte order are those of many findings.
    var pseudonyms: [String: String] = [:]
    var findings: [Finding] = []
    findings.reserveCapacity(named.count)
    for (fingerprint, observation) in named {
      let name = ControlName(pack: observation.pack, control: observation.control)
      guard let facts = known[name] ?? facts(name.pack, name.control) else {
        throw .unknownControl(pack: observation.pack, control: observation.control)
      }
      known[name] = facts
      let sample = observation.sample.map { subject in
        if let known = pseudonyms[subject.disclosed] { return known }
        let pseudonym = key.pseudonym(of: subject.disclosed)
        pseudonyms[subject.disclosed] = pseudonym
        return pseudonym
      }
      findings.append(finding(observation, facts, fingerprint, sample))
    }
    return findings.inReportOrder()
  }

  private struct ControlName: Hashable {
    let pack: String
    let control: String
  }

  private func finding(
    _ observation: Observation, _ facts: ControlFacts, _ fingerprint: String, _ sample: [String]
  ) -> Finding {
    Finding(
      pack: observation.pack, control: observation.control, title: facts.title, law: facts.law,
      severity: facts.severity, asset: observation.asset, locus: observation.locus, verdict: observation.verdict,
      counts: observation.counts, sample: sample, parameters: observation.parameters, obligation: facts.obligation,
      remedy: facts.remedy, status: .new, fingerprint: fingerprint,
      evidenceDigest: evidenceDigest(
        verdict: observation.verdict, counts: observation.counts, sample: sample, salt: key.salt(for: fingerprint)),
      places: observation.places, help: observation.help, example: observation.example)
  }
}

/// Why observations cannot become findings; each is a defect of a check.
package enum FindingError: Error, Hashable, Sendable {
  case unknownControl(pack: String, control: String)
  case compliant(control: String)
}

extension Observation {
  /// One observation of both, which have one fingerprint: acts are added up; of subjects, which may be the same people,
  /// there are at least as many as the larger number; the sample is the first keys of both.
  fileprivate func merged(with other: Observation) -> Observation {
    var merged = self
    merged.verdict = verdict.combined(with: other.verdict)
    merged.counts = Counts(
      uses: combined(counts.uses, other.counts.uses) { $0 + $1 },
      records: combined(counts.records, other.counts.records) { $0 + $1 },
      subjects: combined(counts.subjects, other.counts.subjects, max),
      first: combined(counts.first, other.counts.first, min), last: combined(counts.last, other.counts.last, max))
    let keys = Set(sample + other.sample).sorted {
      $0.disclosed.utf8.lexicographicallyPrecedes($1.disclosed.utf8)
    }
    merged.sample = Array(keys.prefix(max(sample.count, other.sample.count)))
    merged.parameters += other.parameters.filter { !parameters.contains($0) }
    merged.places += other.places.filter { !places.contains($0) }
    merged.help = help ?? other.help
    merged.example = example ?? other.example
    return merged
  }

  private func combined<Number>(_ left: Number?, _ right: Number?, _ join: (Number, Number) -> Number) -> Number? {
    guard let left, let right else { return left ?? right }
    return join(left, right)
  }
}
