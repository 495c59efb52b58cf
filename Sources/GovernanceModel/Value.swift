/// A value of an attribute, in the type model of semantics section 7. A missing value (absent, null, NaN) is `nil`.
///
/// Integer and decimal are one kind of number and compare exactly; all other types never equal each other.
public enum Value: Hashable, Sendable {
  case boolean(Bool)
  case integer(Int64)
  case decimal(Double)
  case instant(Instant)
  case text(String)
  case set([Value])
}
