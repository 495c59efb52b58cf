internal import CLibXML2

/// A parsed document. Reads no network resource, no other file, no document type and no entity; recovers nothing.
@safe package struct XMLDocument: ~Copyable {
  let document: xmlDocPtr

  /// The largest input that is read, in bytes.
  package static let sizeLimit = 256 << 20

  /// Parses bytes in any encoding that XML 1.0 announces.
  ///
  /// - Throws: `empty`, `tooLarge`, `documentType` (a DTD, and with it every entity bomb and external entity), or
  ///   `malformed` with the line.
  package init(_ bytes: [UInt8], sizeLimit: Int = XMLDocument.sizeLimit) throws(XMLFailure) {
    guard !bytes.isEmpty else { throw XMLFailure(.empty, "the document is empty (0 bytes)") }
    guard bytes.count <= min(sizeLimit, Int(Int32.max)) else {
      throw XMLFailure(.tooLarge, "the document has \(bytes.count) bytes, more than \(sizeLimit)")
    }
    guard libxml2IsReady, let context = unsafe xmlNewParserCtxt() else { throw .outOfMemory }
    defer { unsafe xmlFreeParserCtxt(context) }
    // A document type ends the parse at once: nothing of ours has one, and entities are made of it.
    unsafe context.pointee.sax.pointee.internalSubset = { context, _, _, _ in
      guard let context = unsafe context?.assumingMemoryBound(to: xmlParserCtxt.self) else { return }
      unsafe xmlStopParser(context)
    }
    let quiet = XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue
    let options = XML_PARSE_NONET.rawValue | XML_PARSE_BIG_LINES.rawValue | quiet
    let parsed = unsafe bytes.withUnsafeBytes { raw in
      unsafe xmlCtxtReadMemory(
        context, raw.bindMemory(to: CChar.self).baseAddress, Int32(raw.count), nil, nil, Int32(options))
    }
    let isStopped = unsafe context.pointee.errNo == Int32(XML_ERR_USER_STOP.rawValue)
    guard let parsed = unsafe parsed, !isStopped else {
      // A stopped parse may hand over the beginning of a document.
      unsafe xmlFreeDoc(parsed)
      throw isStopped ? .documentType : unsafe Self.failure(of: context)
    }
    unsafe document = parsed
  }

  deinit { unsafe xmlFreeDoc(document) }

  private static func failure(of context: xmlParserCtxtPtr) -> XMLFailure {
    guard let error = unsafe xmlCtxtGetLastError(context) else { return XMLFailure(.malformed, "not well-formed") }
    let problem = unsafe XMLProblem(error)
    return XMLFailure(.malformed, line: problem.line, problem.message)
  }
}
