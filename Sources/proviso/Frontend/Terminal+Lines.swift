internal import Glibc
internal import SystemPackage

extension Terminal {
  /// Lines longer than this are no rules.
  private static let lineLimit = 64 << 20

  /// Answers each line of standard input that is not blank with one line, in order, as soon as it is read.
  static func answerLines(_ answer: ([UInt8]) -> String) throws {
    var (pending, buffer) = ([UInt8](), [UInt8](repeating: 0, count: 1 << 16))
    while true {
      let count = try unsafe buffer.withUnsafeMutableBytes { unsafe try FileDescriptor.standardInput.read(into: $0) }
      if count == 0 { break }
      pending += buffer[..<count]
      guard pending.count < lineLimit else { throw ExitStatus.badInput }
      var start = 0
      while let end = pending[start...].firstIndex(of: UInt8(ascii: "\n")) {
        try answerLine(pending[start..<end], answer)
        start = end + 1
      }
      pending.removeFirst(start)
    }
    try answerLine(pending[...], answer)
  }

  private static func answerLine(_ line: ArraySlice<UInt8>, _ answer: ([UInt8]) -> String) throws {
    guard line.contains(where: { $0 > 32 }) else { return }
    try print(answer(Array(line)))
  }
}
