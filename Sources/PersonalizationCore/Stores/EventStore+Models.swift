internal import GRDB
package import GovernanceModel

extension EventStore {
  /// Every item that a person has had to do with, under any of their keys.
  package func itemsChosen(by key: String, asOf now: Instant) throws -> Set<String> {
    Set(try person(key, asOf: now)?.events.events.compactMap(\.item) ?? [])
  }

  package func catalogue() throws -> Catalogue {
    try queue.read { database in
      let rows = try Row.fetchAll(database, sql: "SELECT item, title, category, members_only FROM items")
      return Catalogue(
        Dictionary(
          rows.map { row in
            (row["item"], .init(title: row["title"], category: row["category"], isForMembers: row["members_only"]))
          }, uniquingKeysWith: { first, _ in first }))
    }
  }

  /// Puts a fitted model in place of the one of that name.
  package func setModel(_ name: String, _ lists: ItemLists) throws {
    try queue.write { database in
      try database.execute(sql: "DELETE FROM item_neighbours WHERE model = ?", arguments: [name])
      try database.execute(sql: "DELETE FROM item_ranking WHERE model = ?", arguments: [name])
      let insert = try database.makeStatement(sql: "INSERT INTO item_neighbours VALUES (?, ?, ?, ?, ?)")
      for (item, neighbours) in lists.neighbours {
        for (rank, neighbour) in neighbours.enumerated() {
          try insert.execute(arguments: [name, item, rank, neighbour.item, neighbour.likeness])
        }
      }
      let rank = try database.makeStatement(sql: "INSERT INTO item_ranking VALUES (?, ?, ?)")
      for (place, item) in lists.popular.enumerated() { try rank.execute(arguments: [name, place, item]) }
    }
  }

  /// A model; nil where none of that name was fitted.
  ///
  /// - Parameter items: those whose neighbours are wanted; nil: all.
  package func model(_ name: String, of items: Set<String>? = nil) throws -> ItemLists? {
    try queue.read { database in
      let popular = try String.fetchAll(
        database, sql: "SELECT item FROM item_ranking WHERE model = ? ORDER BY rank", arguments: [name])
      guard !popular.isEmpty else { return nil }
      var lists = ItemLists(popular: popular)
      func take(_ row: Row) {
        let neighbour = ItemLists.Neighbour(item: row[1], likeness: row[2])
        lists.neighbours[row[0], default: []].append(neighbour)
      }
      let columns = "SELECT item, neighbour, likeness FROM item_neighbours WHERE model = ?"
      if let items {
        let statement = try database.makeStatement(sql: columns + " AND item = ? ORDER BY rank")
        for item in items { for row in try Row.fetchAll(statement, arguments: [name, item]) { take(row) } }
      } else {
        let rows = try Row.fetchCursor(database, sql: columns + " ORDER BY item, rank", arguments: [name])
        while let row = try rows.next() { take(row) }
      }
      return lists
    }
  }
}
