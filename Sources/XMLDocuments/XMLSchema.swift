internal import CLibXML2

/// A compiled XSD 1.0 schema, in one piece: includes and imports would read other files and are refused.
@safe package struct XMLSchema: ~Copyable {
  private let source: XMLDocument
  private let schema: xmlSchemaPtr

  /// - Throws: what ``XMLDocument`` throws, or `schema` with the line when the document is no schema.
  package init(_ bytes: [UInt8]) throws(XMLFailure) {
    let source = try XMLDocument(bytes)
    let others = try source.number(
      "count(//xs:include | //xs:redefine | //xs:import[@schemaLocation])",
      namespaces: ["xs": "http://www.w3.org/2001/XMLSchema"])
    guard others == 0 else { throw XMLFailure(.schema, "a schema that reads other files is not accepted") }
    let collector = ErrorCollector()
    guard let parser = unsafe xmlSchemaNewDocParserCtxt(source.document) else { throw .outOfMemory }
    defer { unsafe xmlSchemaFreeParserCtxt(parser) }
    unsafe xmlSchemaSetParserStructuredErrors(parser, collect, collector.pointer)
    let compiled = unsafe withExtendedLifetime(collector) { unsafe xmlSchemaParse(parser) }
    guard let compiled = unsafe compiled else {
      let problem = collector.first ?? XMLProblem(line: 0, message: "not a schema")
      throw XMLFailure(.schema, line: problem.line, problem.message)
    }
    unsafe schema = compiled
    // The compiled schema points into its document: the document lives as long.
    self.source = source
  }

  deinit { unsafe xmlSchemaFree(schema) }

  /// Where the document is not as the schema asks, in the order of the document, at most `limit`; empty when it is valid.
  package borrowing func problems(in document: borrowing XMLDocument, limit: Int = 20) throws(XMLFailure)
    -> [XMLProblem]
  {
    guard let validator = unsafe xmlSchemaNewValidCtxt(schema) else { throw .outOfMemory }
    defer { unsafe xmlSchemaFreeValidCtxt(validator) }
    let collector = ErrorCollector(limit: limit)
    unsafe xmlSchemaSetValidStructuredErrors(validator, collect, collector.pointer)
    let tree = unsafe document.document
    let code = withExtendedLifetime(collector) { unsafe xmlSchemaValidateDoc(validator, tree) }
    guard code != 0, collector.problems.isEmpty else { return collector.problems }
    return [XMLProblem(line: 0, message: "the document could not be validated (libxml2 code \(code))")]
  }

  /// The same for a text that this process has just written, while it is parsed: no tree is built. Not for what others
  /// wrote, since document types are read.
  package borrowing func problems(inOwn text: [UInt8], limit: Int = 20) throws(XMLFailure) -> [XMLProblem] {
    guard text.count <= Int(Int32.max) else { throw XMLFailure(.tooLarge, "the document has \(text.count) bytes") }
    guard libxml2IsReady, let validator = unsafe xmlSchemaNewValidCtxt(schema) else { throw .outOfMemory }
    defer { unsafe xmlSchemaFreeValidCtxt(validator) }
    let input = unsafe text.withUnsafeBytes { raw in
      unsafe xmlParserInputBufferCreateMem(
        raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count), XML_CHAR_ENCODING_NONE)
    }
    guard let input = unsafe input else { throw .outOfMemory }
    let collector = ErrorCollector(limit: limit)
    unsafe xmlSchemaSetValidStructuredErrors(validator, collect, collector.pointer)
    // Frees the input.
    let code = withExtendedLifetime(collector) {
      unsafe xmlSchemaValidateStream(validator, input, XML_CHAR_ENCODING_NONE, nil, nil)
    }
    guard code != 0, collector.problems.isEmpty else { return collector.problems }
    return [XMLProblem(line: 0, message: "the document could not be validated (libxml2 code \(code))")]
  }
}
