internal import CLibXML2

/// A copy of an element and of what lies below it; outlives the document.
package struct XMLElement: Hashable, Sendable {
  package let name: String
  /// The namespace's URI.
  package let namespace: String?
  /// Attributes without a namespace.
  package let attributes: [String: String]
  package let children: [XMLElement]
  /// The element's own characters, those of its children left out.
  package let text: String
  /// Counts from one.
  package let line: Int
  /// The number of elements that start before this one: its index in ``XMLPlaces/elements``.
  package let ordinal: Int

  /// The child elements of a name, in the order of the document.
  package func all(_ name: String) -> [XMLElement] { children.filter { $0.name == name } }

  package func first(_ name: String) -> XMLElement? { children.first { $0.name == name } }
}

extension XMLDocument {
  /// The root element with all below it. The parser allows at most 256 levels.
  package borrowing func root() throws(XMLFailure) -> XMLElement {
    guard let node = unsafe xmlDocGetRootElement(document) else { throw XMLFailure(.malformed, "no root element") }
    var ordinal = 0
    return unsafe XMLElement(copying: node, &ordinal)
  }
}

extension XMLElement {
  fileprivate init(copying node: xmlNodePtr, _ next: inout Int) {
    ordinal = next
    next += 1
    name = unsafe String(cString: node.pointee.name)
    namespace = unsafe node.pointee.ns.flatMap { unsafe $0.pointee.href }.map { unsafe String(cString: $0) }
    line = unsafe xmlGetLineNo(node)
    attributes = unsafe Self.attributes(of: node)
    var (children, text): ([XMLElement], String) = ([], "")
    var sibling = unsafe node.pointee.children
    while let child = unsafe sibling {
      switch unsafe child.pointee.type {
      case XML_ELEMENT_NODE: children.append(unsafe XMLElement(copying: child, &next))
      case XML_TEXT_NODE, XML_CDATA_SECTION_NODE:
        text += unsafe child.pointee.content.map { unsafe String(cString: $0) } ?? ""
      default: break
      }
      unsafe sibling = child.pointee.next
    }
    (self.children, self.text) = (children, text)
  }

  private static func attributes(of node: xmlNodePtr) -> [String: String] {
    var found: [String: String] = [:]
    var next = unsafe node.pointee.properties
    while let attribute = unsafe next {
      if unsafe attribute.pointee.ns == nil {
        let value = unsafe xmlNodeListGetString(node.pointee.doc, attribute.pointee.children, 1)
        defer { unsafe proviso_xmlFree(value) }
        found[unsafe String(cString: attribute.pointee.name)] = unsafe value.map { unsafe String(cString: $0) } ?? ""
      }
      unsafe next = attribute.pointee.next
    }
    return found
  }
}
