internal import GovernanceModel

/// What a new project's files say.
enum ScaffoldTexts {
  static func project(store: String?) -> String {
    let keys = ScaffoldStore(store ?? "data/store.sqlite").keys(Self.scalar)
    return """
      # What is audited, and against which policies. `proviso audit --help` tells more.
      project: my-service
      policies: [gdpr, personalisation]        # shipped packs by name, or paths to your own
      legalBases:
        - {use: marketing, basis: consent}
      stores:
        - {name: store, \(keys), map: maps/store.yaml}
      ruleSets: [rules]                        # files, patterns, or a folder: every rule file below it
      ledger: .proviso/ledger.sqlite
      pseudonymKeyFile: .proviso/pseudonym.key
      failOn: low

      """
  }

  static let rules = """
    # A personalisation rule: whom it reaches, for what, with which data. `proviso gate` proves it before it is deployed.
    ruleset: example
    rules:
      - id: lapsed-buyers
        tactic: journey
        use: marketing.communications.email
        channel: email
        owner: crm@example.org
        reviewed: 2026-10-01
        expires: 2027-03-31
        lookBack: P180D
        audience:
          all:
            - {attribute: purchases.lastAt, olderThan: P90D}
            - {consent: marketing.communications.email, channel: email}
        action: {send: we-miss-you}
        cap: {atMost: 2, per: P30D}
        metric: {name: conversion, atLeast: 0.02}

    """

  static let workflow = """
    # Gates rule sets on each pull request. Exit code 1 is a finding, 3 bad input, 4 something could not be verified.
    name: proviso
    on: [pull_request]
    permissions: {contents: read, security-events: write}
    jobs:
      gate:
        runs-on: ubuntu-latest
        steps:
          - uses: actions/checkout@v4
            with: {fetch-depth: 0}
          # Only what is new since the base branch fails; take `--against …` away to fail on everything.
          - run: >-
              proviso gate --against "origin/$GITHUB_BASE_REF" --github-summary
              -o github:- -o sarif:gate.sarif -o xml:gate.xml
          - uses: github/codeql-action/upload-sarif@v3
            if: always()
            with: {sarif_file: gate.sarif}

    """

  static let exampleMap = """
    # A data map: a fideslang dataset with `proviso:` blocks. Say what each table is for and what each column holds.
    dataset:
      - fides_key: store
        name: Customer store
        proviso: {subject: customer_id, zone: UTC}
        collections:
          - name: customers
            proviso: {profile: {updatedAt: updated_at, quasiIdentifiers: [birth_date, city]}, anchors: {lastActivity: last_seen_at}}
            fields:
              - {name: customer_id, data_categories: [user.unique_id]}
              - {name: birth_date, data_categories: [user.demographic.date_of_birth], proviso: {granularity: birth.date}}
              - {name: city, data_categories: [user.contact.address.city], proviso: {granularity: place.city}}
              - {name: updated_at, data_categories: [system.operations]}
              - {name: last_seen_at, data_categories: [system.operations]}
          - name: consents
            proviso:
              consents: {purpose: purpose, action: action, at: at, expiresAt: expires_at, carries: [objected, optedOut]}
            fields:
              - {name: customer_id, data_categories: [user.unique_id]}
              - {name: purpose, data_categories: [user.privacy_preferences]}
              - {name: action, data_categories: [user.privacy_preferences]}
              - {name: at, data_categories: [system.operations]}
              - {name: expires_at, data_categories: [system.operations]}
          - name: sends
            proviso: {uses: {use: marketing.communications.email, at: sent_at, rule: campaign}}
            fields:
              - {name: customer_id, data_categories: [user.unique_id]}
              - {name: sent_at, data_categories: [system.operations]}
              - {name: campaign, data_categories: [system.operations]}

    """

  /// A YAML scalar that reads back as the same text, whatever it holds.
  static func scalar(_ text: String) -> String {
    let plain = text.utf8.allSatisfy { byte in
      (byte >= 97 && byte <= 122) || (byte >= 65 && byte <= 90) || byte == 95 || byte == 47 || byte == 46 || byte == 45
        || (byte >= 48 && byte <= 57)
    }
    if plain, let first = text.utf8.first, first > 57,
      !["true", "false", "null", "no", "yes"].contains(text.lowercased())
    {
      return text
    }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": quoted += "\\\(scalar)"
      case "\n": quoted += "\\n"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\x" + (digits.count == 1 ? "0" : "") + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}
