internal import CLibXML2

/// A parsed document; never loads a network resource, a DTD or an entity.
@safe package struct XMLDocument: ~Copyable {
  private let document: xmlDocPtr

  private init(owning document: xmlDocPtr) { unsafe self.document = document }

  package init(_ bytes: [UInt8]) throws(XMLFailure) {
    let parsed = unsafe bytes.withUnsafeBytes { raw in
      unsafe xmlReadMemory(
        raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count), nil, nil,
        Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue))
    }
    guard let parsed = unsafe parsed else {
      throw .malformed(unsafe xmlGetLastError().map { unsafe String(cString: $0.pointee.message) } ?? "not well-formed")
    }
    unsafe document = parsed
  }

  deinit { unsafe xmlFreeDoc(document) }

  /// Says whether the document is valid against the XSD.
  package borrowing func isValid(against schema: borrowing XMLDocument) throws(XMLFailure) -> Bool {
    guard let parser = unsafe xmlSchemaNewDocParserCtxt(schema.document) else { throw .outOfMemory }
    defer { unsafe xmlSchemaFreeParserCtxt(parser) }
    unsafe xmlSchemaSetParserStructuredErrors(parser, { _, _ in }, nil)
    guard let compiled = unsafe xmlSchemaParse(parser) else { throw .schema("not a schema") }
    defer { unsafe xmlSchemaFree(compiled) }
    guard let validator = unsafe xmlSchemaNewValidCtxt(compiled) else { throw .outOfMemory }
    defer { unsafe xmlSchemaFreeValidCtxt(validator) }
    unsafe xmlSchemaSetValidStructuredErrors(validator, { _, _ in }, nil)
    return unsafe xmlSchemaValidateDoc(validator, document) == 0
  }
}
