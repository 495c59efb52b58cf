/// A stretch of one line of a file; line and column count from one, columns in Unicode scalars.
public struct SourceSpan: Hashable, Sendable, Comparable {
  /// The path as the user would write it; empty for text that came from no file.
  public let file: String
  public let line: Int
  public let column: Int
  /// The number of columns that belong to the value; at least one.
  public let length: Int

  public init(file: String, line: Int, column: Int, length: Int = 1) {
    self.file = file
    self.line = line
    self.column = column
    self.length = max(1, length)
  }

  public static func < (left: SourceSpan, right: SourceSpan) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}

extension SourceSpan: CustomStringConvertible {
  public var description: String { "\(file):\(line):\(column)" }
}
