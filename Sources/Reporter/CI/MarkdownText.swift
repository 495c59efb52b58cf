internal import GovernanceModel

/// Text inside Markdown that must stay text.
enum MarkdownText {
  /// One line in which nothing is markup: no link, image, HTML, mention, table cell or emphasis.
  static func escaped(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in Terminal.safe(text).unicodeScalars {
      switch scalar {
      case "&": view.append(contentsOf: "&amp;".unicodeScalars)
      case "<": view.append(contentsOf: "&lt;".unicodeScalars)
      case ">": view.append(contentsOf: "&gt;".unicodeScalars)
      case "@": view.append(contentsOf: "&#64;".unicodeScalars)
      case "\\", "`", "*", "_", "[", "]", "|", "#", "!", "~", "$":
        view.append("\\")
        view.append(scalar)
      default: view.append(scalar)
      }
    }
    return String(view)
  }
}
