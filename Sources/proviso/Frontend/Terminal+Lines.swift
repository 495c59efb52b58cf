internal import Glibc
internal import SystemPackage

extension Terminal {
  /// Lines longer than this are no rules.
  private static let lineLimit = 64 << 20

  /// Answers each line of standard input, a blank one too, with one line, in order, as soon as it is read: answers and
  /// questions are told apart by their number.
  static func answerLines(_ answer: ([UInt8]) -> String) throws {
    var (pending, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = try unsafe buffer.withUnsafeMutableBytes { unsafe try FileDescriptor.standardInput.read(into: $0) }
      if count == 0 { break }
      pending += buffer[..<count]
      guard pending.count < lineLimit else { throw ExitStatus.badInput }
      var start = 0
      while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try print(answer(Array(pending[start..<end])))
        start = end + 1
      }
      pending.removeFirst(start)
    }
    if !pending.isEmpty { try print(answer(pending)) }
  }
}
