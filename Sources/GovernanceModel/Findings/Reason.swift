/// Why a verdict is not `compliant`. The raw value is part of a finding's fingerprint and never changes.
public enum Reason: String, Hashable, Sendable, CaseIterable {
  // Consent (semantics section 3), negative states by the action that made them.
  case noRecord, wrongChannel, wrongController
  case refused, withdrawn, invalidated, revoked, erased, objected, optedOut, limited
  case notAuthorised, wrongKind, noEvidence, noticeSuperseded, expired, tooOld, tooBroad
  // What could not be told.
  case sameDay, useTooCoarse, noOptOutSource, profileChangedSince, ageUnknown, unknownAttribute
  case opaque, limit, calendar, notPushable
  case unreadable, missingColumn, missingCollection, emptyCollection, unreadableValue, notMeasured, notExamined
  // Legal basis and eligibility.
  case noBasis, wrongBasis, notEligible, notCovered
  // Data itself.
  case prohibited, inferred, tooFine, stale, noTimestamp, noFreshnessLimit, keptTooLong, groupTooSmall, undeclared
  case recordedLate, inFuture, conflicting, invalidSignal
  case missingField, forbiddenMethod, askedAgain, disagrees, notErased, overdue
  case undeclaredRecipient, recipientNotAllowed, saleNotAllowed, transferNotAllowed, wildcard
  // Rules.
  case noOwner, noPurpose, noReviewDate, reviewOverdue, noEndDate, ended, unboundedWindow, windowTooLong, noCap
  case dead, shadowed, contradictory, cyclic, dangling, personalLiteral, duplicate
  // Decision tables and their inputs.
  case tableGap, tableOverlap, unusedInput
  case unboundedWrite, identityMerge, unreadConsent
}
