package dev.periplus.classify;

import dev.periplus.answer.Evidence;
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
            inspection.identified(evidence(protocol, said));
        }
    }

    /** Evidence with the four bytes before the payload. */
    private static Evidence evidence(Protocol protocol, Said said) {
        int identifier = said.payloadIdentifier();
        byte[] bytes = {
            (byte) (identifier >>> 24), (byte) (identifier >>> 16), (byte) (identifier >>> 8), (byte) identifier
        };
        int at = said.frameOffsetOf(0);
        return new Evidence(
                Evidence.Kind.DETECTOR,
                protocol.id(),
                WEIGHT,
                "SCTP payload protocol identifier of " + protocol.name(),
                "sctp",
                said.captureOf(0),
                said.packetOf(0),
                at < bytes.length ? -1 : at - bytes.length,
                bytes);
    }
}
