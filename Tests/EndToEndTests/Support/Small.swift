/// A project with one finding of each grade of certainty: what most tests of behaviour start from.
enum Small {
  static let sql = """
    CREATE TABLE log (id, status, at, carrier);
    INSERT INTO log VALUES ('a', 'given', '2026-01-01T00:00:00Z', 'p'), ('b', 'given', '2026-01-01T00:00:00Z', 'p'),
      ('b', 'withdrawn', '2026-02-01T00:00:00Z', 'p');
    CREATE TABLE sends (id, at, campaign);
    INSERT INTO sends VALUES ('a', '2026-03-01T00:00:00Z', 'x'), ('b', '2026-03-01T00:00:00Z', 'x'),
      ('c', '2026-03-01T00:00:00Z', 'y');

    """

  static let log = """
        - name: log
          proviso: {consents: {purpose: {constant: marketing.communications.email}, action: status, at: at}}
          fields: [{name: id}, {name: status}, {name: at}]

    """

  static let sends = """
        - name: sends
          proviso: {uses: {use: marketing.communications.email, at: at, rule: campaign}}
          fields: [{name: id}, {name: at}, {name: campaign}]

    """

  static let control = TestProject.control("c", "consent: {}", appliesTo: "{uses: [marketing]}")

  /// b was sent x after the withdrawal, c was sent y without a record.
  static let expected = [
    Found("c", "noRecord", "sends/y", uses: 1, subjects: 1), Found("c", "withdrawn", "sends/x", uses: 1, subjects: 1),
  ]

  static func project(more: String = "") throws -> TestProject {
    try TestProject(sql: sql, collections: log + sends, controls: control, more: more)
  }

  /// The same without anything to find.
  static func clean() throws -> TestProject {
    let project = try project()
    try project.place.sqlite("store.sqlite", "DELETE FROM sends WHERE id <> 'a'")
    return project
  }
}
