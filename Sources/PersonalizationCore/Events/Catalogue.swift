/// What is known of the items that can be offered. An item that it does not hold can still be offered by its name.
package struct Catalogue: Sendable {
  package struct Item: Hashable, Sendable {
    package var title: String?
    package var category: String?
    /// Only members see it.
    package var isForMembers: Bool

    package init(title: String? = nil, category: String? = nil, isForMembers: Bool = false) {
      (self.title, self.category, self.isForMembers) = (title, category, isForMembers)
    }
  }

  package private(set) var items: [String: Item]

  package init(_ items: [String: Item] = [:]) { self.items = items }

  package var isMissing: Bool { items.isEmpty }

  package subscript(item: String) -> Item? { items[item] }

  package func category(of item: String?) -> String? { item.flatMap { items[$0]?.category } }
}
