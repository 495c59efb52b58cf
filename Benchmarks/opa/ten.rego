# METADATA
# title: Ten checks of a rule set, the same as in ten.yaml; the whole rule set is the input
package ten

import rego.v1

as_of := time.parse_rfc3339_ns(data.catalogue.asOf)

day := ((24 * 60) * 60) * 1000000000

instant(date) := time.parse_ns("2006-01-02", date)

violations contains ["owner", r.id] if {
	some r in input.rules
	not r.owner
}

violations contains ["purpose", r.id] if {
	some r in input.rules
	not data.catalogue.uses[r.use]
}

violations contains ["reviewed", r.id] if {
	some r in input.rules
	not reviewed(r)
}

reviewed(r) if as_of - instant(r.reviewed) < 365 * day

violations contains ["ends", r.id] if {
	some r in input.rules
	not ends(r)
}

ends(r) if instant(r.expires) + day > as_of

violations contains ["bounded", r.id] if {
	some r in input.rules
	not bounded(r)
}

bounded(r) if to_number(trim_suffix(trim_prefix(r.lookBack, "P"), "D")) <= 365

violations contains ["basis", r.id] if {
	some r in input.rules
	r.basis != "consent"
}

violations contains ["declared", r.id] if {
	some r in input.rules
	some part in r.audience.all
	part.attribute
	not data.catalogue.attributes[part.attribute]
}

violations contains ["prohibited", r.id] if {
	some r in input.rules
	some part in r.audience.all
	startswith(data.catalogue.attributes[part.attribute], "user.location.precise")
}

violations contains ["consent", r.id] if {
	some r in input.rules
	not asks_for_consent(r)
}

asks_for_consent(r) if {
	some part in r.audience.all
	part.consent == r.use
}

violations contains ["adults", r.id] if {
	some r in input.rules
	not of_age(r)
}

of_age(r) if {
	some part in r.audience.all
	part.attribute == "subject.age"
	part.atLeast >= 18
}
