package dev.periplus.report.text;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.text.Printable;

/**
 * The cells of a flow, or of merged flows. Safe for a terminal.
 *
 * @param number of the flow, or the number of merged flows
 * @param mark how the label relates to the registered name: {@code =}, {@code ≠}, {@code ?} or blank
 */
record TableRow(
        String number,
        String transport,
        String client,
        String server,
        String label,
        String confidence,
        String mark,
        String registered,
        String packets,
        String bytes) {

    static TableRow of(MergedFlows merged) {
        FlowRecord record = merged.first();
        Flow flow = record.flow();
        String label = merged.label();
        return new TableRow(
                merged.flows() == 1 ? Long.toString(record.number()) : "×" + Amounts.shortCount(merged.flows()),
                flow.transport(),
                merged.severalClients() ? "several" : address(flow, flow.clientSide()),
                server(flow, merged.ports()),
                label == null ? "unknown" : Printable.of(label),
                label == null ? "" : Amounts.confidence(merged.leastConfidence()),
                mark(record.standing()),
                Printable.of(merged.registered()),
                Amounts.shortCount(merged.packets()),
                Amounts.bytes(merged.bytes()));
    }

    /** Returns a copy with another packets cell. */
    TableRow withPackets(String cell) {
        return new TableRow(number, transport, client, server, label, confidence, mark, registered, cell, bytes);
    }

    /** Returns a copy whose client has its port too. */
    TableRow withClientPort(Flow flow) {
        String with = withPorts(flow, flow.clientSide(), Integer.toString(flow.port(flow.clientSide())));
        return new TableRow(number, transport, with, server, label, confidence, mark, registered, packets, bytes);
    }

    /** Returns a copy with another number. */
    TableRow withNumber(String cell) {
        return new TableRow(cell, transport, client, server, label, confidence, mark, registered, packets, bytes);
    }

    private static String address(Flow flow, int side) {
        return flow.address(side);
    }

    /** Returns the server's address, with the ports if the protocol has them. */
    static String server(Flow flow, String ports) {
        return withPorts(flow, flow.serverSide(), ports);
    }

    private static String withPorts(Flow flow, int side, String ports) {
        String address = address(flow, side);
        if (!Transport.hasPorts(flow.protocol())) {
            return address;
        }
        boolean bracketed = !Address.isIpv4(flow.high(side), flow.low(side));
        return (bracketed ? "[" + address + "]" : address) + ":" + ports;
    }

    private static String mark(Standing standing) {
        return switch (standing) {
            case AS_REGISTERED -> "=";
            case NOT_AS_REGISTERED -> "≠";
            case REGISTERED_ONLY -> "?";
            case UNREGISTERED -> " ";
        };
    }
}
