package dev.periplus.classify;

import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.RuleSet;

/**
 * Reads what SCTP says of its payload: the payload protocol identifier of a user message (RFC 9260 section 3.3.1,
 * assigned by IANA). It is chosen on purpose, unlike a port, yet it is no part of the protocol's own bytes: alone it
 * makes a label likely, and with a body of the protocol's form it proves it.
 */
final class PayloadIdentifiers {
    /** Decibans: a label needs 40, and 70 to be beyond doubt. */
    private static final double WEIGHT = 50;

    private final RuleSet rules;

    PayloadIdentifiers(RuleSet rules) {
        this.rules = rules;
    }

    /** Adds evidence for the first known identifier of a flow. */
    void inspect(Exchange exchange, FlowInspection inspection) {
        Said said = exchange.said(exchange.speakingSide());
        int identifier = said.payloadIdentifier();
        if (identifier == 0 || inspection.isIdentified()) {
            return;
        }
        String label = rules.namedByPayloadIdentifier(identifier);
        Protocol protocol = label == null ? null : rules.protocol(label);
        if (protocol != null) {
            String says = "SCTP payload protocol identifier of " + protocol.name();
            inspection.identified(protocol.id(), WEIGHT, says, said);
        }
    }
}
