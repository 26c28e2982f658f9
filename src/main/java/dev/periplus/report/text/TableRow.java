package dev.periplus.report.text;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Standing;
import dev.periplus.flow.Flow;
import dev.periplus.report.Printable;

/**
 * The cells of one flow, or of alike ones. Safe for a terminal.
 *
 * @param number of the flow, or how many they are
 * @param mark how the label stands to the registered name
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

    static TableRow of(MergedFlows alike) {
        FlowRecord record = alike.first();
        Flow flow = record.flow();
        String label = record.verdict().label();
        return new TableRow(
                alike.flows() == 1 ? Long.toString(record.number()) : "×" + Amounts.shortCount(alike.flows()),
                Transport.name(flow.protocol()),
                alike.severalClients() ? "several" : address(flow, flow.clientSide()),
                server(flow, alike.ports()),
                label == null ? unlabelled(flow) : Printable.of(label),
                label == null ? "" : Amounts.confidence(alike.leastConfidence()),
                mark(record.standing()),
                Printable.of(alike.registered()),
                Amounts.shortCount(alike.packets()),
                Amounts.bytes(alike.bytes()));
    }

    /** The same with another cell for packets. */
    TableRow withPackets(String cell) {
        return new TableRow(number, transport, client, server, label, confidence, mark, registered, cell, bytes);
    }

    private static String address(Flow flow, int side) {
        return flow.address(side);
    }

    /** The server's address, with the ports where the protocol has any. */
    static String server(Flow flow, String ports) {
        int side = flow.serverSide();
        String address = address(flow, side);
        if (!Transport.hasPorts(flow.protocol())) {
            return address;
        }
        boolean bracketed = !Address.isIpv4(flow.high(side), flow.low(side));
        return (bracketed ? "[" + address + "]" : address) + ":" + ports;
    }

    private static String unlabelled(Flow flow) {
        return Transport.hasPorts(flow.protocol()) ? "unknown" : "";
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
