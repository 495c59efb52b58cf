internal import CLibXML2

/// Takes the errors of one libxml2 context, so that nothing is printed and no other thread's error is read.
///
/// INVARIANT: a context that holds ``pointer`` is freed before the collector goes out of scope; each caller keeps the
/// collector alive with `withExtendedLifetime`.
final class ErrorCollector {
  private(set) var problems: [XMLProblem] = []
  private let limit: Int

  init(limit: Int = 20) { self.limit = limit }

  var pointer: UnsafeMutableRawPointer { unsafe Unmanaged.passUnretained(self).toOpaque() }

  var first: XMLProblem? { problems.first }

  func add(_ problem: XMLProblem) {
    if problems.count < limit { problems.append(problem) }
  }
}

/// The callback for every context; `data` is a collector's pointer.
func collect(_ data: UnsafeMutableRawPointer?, _ error: xmlErrorPtr?) {
  guard let data = unsafe data, let error = unsafe error else { return }
  unsafe Unmanaged<ErrorCollector>.fromOpaque(data).takeUnretainedValue().add(XMLProblem(error))
}

extension XMLProblem {
  init(_ error: xmlErrorPtr) {
    let text = unsafe error.pointee.message.map { unsafe String(cString: $0) } ?? "unknown error"
    self.init(
      line: max(0, unsafe Int(error.pointee.line)), message: text.split(separator: "\n").first.map(String.init) ?? text)
  }
}

/// libxml2 is set up once, before the first use from any thread.
let libxml2IsReady: Bool = {
  xmlInitParser()
  return true
}()
