internal import CLibXML2

extension XMLDocument {
  /// The value of an XPath 1.0 expression as a number, such as `count(//p:finding)`; NaN when it is none.
  ///
  /// - Parameter namespaces: prefix → URI.
  package borrowing func number(_ expression: String, namespaces: [String: String] = [:]) throws(XMLFailure) -> Double {
    try unsafe evaluate(expression, namespaces) { unsafe xmlXPathCastToNumber($0) }
  }

  /// The value as text: of a node set, the text of its first node.
  package borrowing func string(_ expression: String, namespaces: [String: String] = [:]) throws(XMLFailure) -> String {
    try unsafe evaluate(expression, namespaces) { value in
      let text = unsafe xmlXPathCastToString(value)
      defer { unsafe proviso_xmlFree(text) }
      return unsafe text.map { unsafe String(cString: $0) } ?? ""
    }
  }

  /// The text of each node that the expression selects, in the order of the document; empty when it selects no nodes.
  package borrowing func strings(_ expression: String, namespaces: [String: String] = [:]) throws(XMLFailure)
    -> [String]
  {
    try unsafe evaluate(expression, namespaces) { value in
      guard let nodes = unsafe value.pointee.nodesetval else { return [] }
      unsafe xmlXPathNodeSetSort(nodes)
      return unsafe (0..<Int(nodes.pointee.nodeNr)).map { index in
        let text = unsafe xmlXPathCastNodeToString(nodes.pointee.nodeTab[index])
        defer { unsafe proviso_xmlFree(text) }
        return unsafe text.map { unsafe String(cString: $0) } ?? ""
      }
    }
  }

  private borrowing func evaluate<Result>(
    _ expression: String, _ namespaces: [String: String], _ body: (xmlXPathObjectPtr) -> Result
  ) throws(XMLFailure) -> Result {
    guard !expression.utf8.contains(0) else { throw XMLFailure(.expression, "the expression holds a zero byte") }
    guard let context = unsafe xmlXPathNewContext(document) else { throw .outOfMemory }
    defer { unsafe xmlXPathFreeContext(context) }
    let collector = ErrorCollector()
    unsafe context.pointee.error = collect
    unsafe context.pointee.userData = collector.pointer
    for (prefix, uri) in namespaces { unsafe xmlXPathRegisterNs(context, prefix, uri) }
    let found = unsafe withExtendedLifetime(collector) { unsafe xmlXPathEvalExpression(expression, context) }
    guard let value = unsafe found else {
      throw XMLFailure(.expression, "\(collector.first?.message ?? "cannot be evaluated"): `\(expression)`")
    }
    defer { unsafe xmlXPathFreeObject(value) }
    return unsafe body(value)
  }
}
