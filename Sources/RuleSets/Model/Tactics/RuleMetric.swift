/// What a rule is measured by, and when it was worth it: `metric: {name: conversion, atLeast: 0.02}`.
package struct RuleMetric: Sendable, Hashable {
  package var name: String
  package var atLeast: Double?
  package var atMost: Double?

  package init(name: String, atLeast: Double? = nil, atMost: Double? = nil) {
    (self.name, self.atLeast, self.atMost) = (name, atLeast, atMost)
  }
}
