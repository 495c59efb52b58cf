internal import GovernanceModel
internal import Predicates

/// Is there somebody of whom all of this is true, at some instant?
struct Question {
  enum Goal {
    case condition(Predicate, Conjunction.Aim)
    /// The duty binds the person, and is not known to be met.
    case unmet(Duty)
    /// At least one of the lists, each as a whole.
    case either([[Goal]])
    /// It is this instant, or later.
    case since(Instant)
  }

  var goals: [Goal]
  /// The first and the last instant that count.
  var from: Instant
  var through: Instant
  /// What the atom `consent(use, channel)` asks; nil lets it be anything.
  var duties: DutyIndex?

  init(_ goals: [Goal], from: Instant, through: Instant, duties: DutyIndex? = nil) {
    (self.goals, self.from, self.through, self.duties) = (goals, from, through, duties)
  }
}

/// What one consent or opt-out obligation asks of (use, channel).
struct Duty: Hashable {
  /// The number of the obligation.
  let obligation: Int
  /// Normalised.
  let use: DataUse
  let channel: Channel?
}

/// Which duties bind whoever is in the scope of their packs, while they are in force.
struct DutyIndex {
  struct Binding {
    let scope: Predicate?
    let appliesWhenUnknown: Bool
    /// In force over [from, until).
    let from: Instant
    let until: Instant
    /// The use is too coarse for the obligation: nobody can be known to meet it.
    var isTooCoarse = false
  }

  struct Asked {
    let duty: Duty
    let binding: Binding
  }

  /// By atom, the duties that it asks; an atom that is not here asks nothing.
  var asked: [Leaves.Consent: [Asked]] = [:]
  /// How the duty that a question asks about binds.
  var bindings: [Int: Binding] = [:]
  /// A duty of the first kind that is met has one of the second kind met: who opted out nowhere did not opt out of a channel.
  var implied: [(Duty, Duty)] = []
}
