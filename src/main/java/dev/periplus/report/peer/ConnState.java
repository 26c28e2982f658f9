package dev.periplus.report.peer;

import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;

/**
 * Derives {@code conn_state} of Zeek's {@code conn.log} (Zeek's documentation of {@code Conn::Info}) from all TCP flags
 * that each side sent. The order of the flags is unknown and not needed.
 */
final class ConnState {
    private static final String OTHER = "OTH";

    private ConnState() {}

    static String of(Flow flow) {
        return switch (flow.protocol()) {
            case Packet.TCP -> tcp(flow, flow.flags(flow.clientSide()), flow.flags(flow.serverSide()));
            case Packet.UDP -> udp(flow.packets(flow.clientSide()) > 0, flow.packets(flow.serverSide()) > 0);
            default -> OTHER;
        };
    }

    private static String udp(boolean client, boolean server) {
        return client && server ? "SF" : client ? "S0" : "SHR";
    }

    private static String tcp(Flow flow, int client, int server) {
        boolean opened = has(client, Packet.SYN);
        boolean accepted = has(server, Packet.SYN);
        if (has(server, Packet.RST)) {
            return accepted ? opened ? "RSTR" : "RSTRH" : refused(flow, opened);
        }
        if (has(client, Packet.RST)) {
            return accepted ? "RSTO" : opened && !has(client, Packet.FIN) ? "RSTOS0" : OTHER;
        }
        boolean clientEnds = has(client, Packet.FIN);
        boolean serverEnds = has(server, Packet.FIN);
        if (clientEnds && serverEnds) {
            return "SF";
        }
        if (clientEnds) {
            return accepted ? "S2" : opened ? "SH" : OTHER;
        }
        if (serverEnds) {
            return opened ? "S3" : accepted ? "SHR" : OTHER;
        }
        if (opened && accepted) {
            return "S1";
        }
        return opened && flow.packets(flow.serverSide()) == 0 ? "S0" : OTHER;
    }

    /** A reset from a server without a SYN: a refusal, unless the server had sent payload. */
    private static String refused(Flow flow, boolean opened) {
        return !opened ? OTHER : flow.payload(flow.serverSide()) > 0 ? "RSTR" : "REJ";
    }

    private static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }
}
