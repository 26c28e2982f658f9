package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * {@code ss -tulnp} and {@code ss -tanp} of iproute2, with or without the transport column and the header (ss(8)).
 *
 * <pre>
 * tcp   LISTEN 0      128    0.0.0.0:22    0.0.0.0:*    users:(("sshd",pid=812,fd=3),("systemd",pid=1,fd=45))
 * ESTAB 0      0      10.0.0.5:22   10.0.0.9:50112 users:(("sshd",pid=4242,fd=4))
 * </pre>
 */
final class SsLines implements LineFormat {
    private static final Set<String> STATES = Set.of(
            "ESTAB",
            "SYN-SENT",
            "SYN-RECV",
            "NEW-SYN-RECV",
            "FIN-WAIT-1",
            "FIN-WAIT-2",
            "TIME-WAIT",
            "UNCONN",
            "CLOSE-WAIT",
            "LAST-ACK",
            "LISTEN",
            "CLOSING",
            "UNKNOWN");
    private static final String USERS = "users:(";

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        int at = STATES.contains(line.word(0)) ? 0 : 1;
        if (!STATES.contains(line.word(at)) || line.number(at + 1) < 0 || line.number(at + 2) < 0) {
            return isHeading(line) ? LineResult.READ : LineResult.UNRECOGNISED;
        }
        String state = line.word(at);
        int transport = at == 1 ? ParsedTable.transport(line.word(0)) : unnamed(state);
        if (transport == ParsedTable.OTHER) {
            return LineResult.READ;
        }
        Endpoint local = EndpointText.parse(line.word(at + 3), transport);
        Endpoint remote = EndpointText.parse(line.word(at + 4), transport);
        if (local == null || remote == null) {
            return LineResult.UNREADABLE;
        }
        return table.add(local, remote, state.equals("LISTEN"), users(line.text(), table));
    }

    /**
     * The transport of a row without its column, which ss leaves out if it lists one transport; only UDP sockets are
     * UNCONN.
     */
    private static int unnamed(String state) {
        return state.equals("UNCONN") ? Transport.UDP : Transport.TCP;
    }

    private static boolean isHeading(TableLine line) {
        return line.text().contains("Recv-Q")
                && (line.word(0).equals("Netid") || line.word(0).equals("State"));
    }

    /**
     * Parses {@code users:(("name",pid=1,fd=3),…)}; iproute2 before 4.0 writes no {@code pid=}. Names may contain
     * anything.
     */
    private static List<Long> users(String text, ParsedTable table) {
        List<Long> pids = new ArrayList<>(1);
        int at = text.indexOf(USERS);
        int open = at < 0 ? -1 : text.indexOf("(\"", at + USERS.length());
        while (open >= 0) {
            int close = text.indexOf("\",", open + 2);
            if (close < 0) {
                break;
            }
            int number = close + 2 + (text.startsWith("pid=", close + 2) ? 4 : 0);
            int end = text.indexOf(',', number);
            long pid = end < 0 ? TableLine.NO_NUMBER : TableLine.number(text.substring(number, end));
            if (ProcessTable.isPid(pid) && !pids.contains(pid) && pids.size() < Sighting.MOST) {
                pids.add(pid);
                table.processes().name(pid, text.substring(open + 2, close));
            }
            open = text.indexOf("(\"", close);
        }
        return pids;
    }
}
