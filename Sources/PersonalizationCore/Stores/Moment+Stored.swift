internal import GovernanceModel

extension Moment {
  /// ISO 8601 that reads back as the same moment: an instant, a day, a month or a year of UTC. Any other interval is held to
  /// the end that counts (semantics section 2): a positive event to its end, a negative one to its start.
  func stored(isPositive: Bool) -> String {
    if isExact { return start.description }
    for length in [4, 7, 10] {
      let name = String(start.description.prefix(length))
      if Moment(iso8601: name) == self { return name }
    }
    return (isPositive ? end : start).description
  }
}
