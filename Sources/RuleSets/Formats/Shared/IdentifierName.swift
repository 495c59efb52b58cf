/// Names of attributes that name a person or a device, whatever the format.
enum IdentifierName {
  static func isIdentifier(_ path: String) -> Bool {
    let last = path.split(separator: ".").last.map(String.init) ?? path
    switch last.lowercased().filter({ $0 != "_" && $0 != "-" }) {
    case "id", "userid", "sessionid", "deviceid", "anonymousid", "anonid", "customerid", "accountid", "profileid",
      "personid", "contactid", "email", "emailaddress", "phone", "phonenumber", "mobile", "remoteaddress", "ip",
      "ipaddress", "distinctid", "itemid", "loggedinid", "targetingkey":
      return true
    default: return false
    }
  }
}
