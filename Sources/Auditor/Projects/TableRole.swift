/// What a table probably is, told by the names of its columns: a line to look at in a new data map.
struct TableRole {
  /// The keys of a `proviso:` block.
  let keys: String
  /// In words.
  let name: String

  /// Nil where no role is plain.
  init?(columns: [String], isAboutPeople: Bool) {
    func first(_ wanted: [String]) -> String? {
      wanted.lazy.compactMap { word in columns.first { ColumnNames.words(of: $0).joined() == word } }.first.map(
        ScaffoldTexts.scalar)
    }
    let time = first(Self.times)
    let purpose = first(["purpose", "consentpurpose", "consenttype", "purposeid"])
    let action = first(["action", "status", "consentstatus", "state", "consent", "decision"])
    if let purpose, let action, let time {
      (name, keys) = ("a consent log", "consents: {purpose: \(purpose), action: \(action), at: \(time)}")
    } else if let erased = first(["erasedat", "deletedat", "erasuredate"]), columns.count <= 4 {
      (name, keys) = ("an erasure register", "erasures: {at: \(erased)}")
    } else if let received = first(["receivedat", "received"]),
      let closed = first(["closedat", "closed", "answeredat"]),
      let type = first(["type", "kind", "requesttype"])
    {
      (name, keys) = ("a list of requests", "requests: {type: \(type), received: \(received), closed: \(closed)}")
    } else if let audience = first(["segmentid", "segment", "audienceid", "audience"]),
      let entered = first(["enteredat", "addedat", "computedat", "joinedat"])
    {
      (name, keys) = ("an audience", "audience: {audience: \(audience), use: personalize, entered: \(entered)}")
    } else if let used = first(["sentat", "usedat", "servedat", "shownat", "deliveredat", "decidedat"]) {
      (name, keys) = ("a use log", "uses: {use: marketing.communications.email, at: \(used)}")
    } else if isAboutPeople, let updated = first(["updatedat", "modifiedat", "lastupdated", "lastmodified"]) {
      (name, keys) = ("profiles", "profile: {updatedAt: \(updated)}")
    } else {
      return nil
    }
  }

  private static let times = [
    "at", "ts", "timestamp", "eventtime", "eventat", "recordedat", "givenat", "consentedat", "changedat", "createdat",
    "time",
    "date",
  ]
}
