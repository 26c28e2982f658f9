package dev.periplus.sockets;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code lsof -i -nP} on Linux and macOS (lsof(8), OUTPUT), also with columns between PID and USER ({@code -K}).
 *
 * <pre>
 * COMMAND     PID USER   FD   TYPE DEVICE SIZE/OFF NODE NAME
 * Google\x20H 912 alice  25u  IPv4 572820      0t0  TCP 10.0.0.5:50112-&gt;10.0.0.9:443 (ESTABLISHED)
 * </pre>
 */
final class LsofLines implements LineFormat {
    private static final int PID = 1;
    private static final int FIRST_TYPE = 4;
    private static final int COLUMNS_TO_NODE = 3;
    private static final String ARROW = "->";

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        int type = FIRST_TYPE;
        while (type < line.size()
                && !line.word(type).equals("IPv4")
                && !line.word(type).equals("IPv6")) {
            type++;
        }
        int node = type + 1;
        while (node <= type + COLUMNS_TO_NODE && ParsedTable.transport(line.word(node)) == ParsedTable.OTHER) {
            node++;
        }
        long pid = line.number(PID);
        if (!ProcessTable.isPid(pid) || type >= line.size() || node > type + COLUMNS_TO_NODE) {
            return line.word(0).equals("COMMAND") && line.word(PID).equals("PID")
                    ? LineResult.READ
                    : LineResult.UNRECOGNISED;
        }
        return socket(line, line.word(type).equals("IPv4"), node, pid, line.word(type - 2), table);
    }

    private static LineResult socket(TableLine line, boolean ipv4, int node, long pid, String user, ParsedTable table) {
        String name = line.word(node + 1);
        int transport = ParsedTable.transport(line.word(node));
        int arrow = name.indexOf(ARROW);
        Endpoint local = endpoint(arrow < 0 ? name : name.substring(0, arrow), transport, ipv4);
        Endpoint remote = arrow < 0 ? null : endpoint(name.substring(arrow + ARROW.length()), transport, ipv4);
        if (local == null || arrow >= 0 && remote == null) {
            return LineResult.UNREADABLE;
        }
        table.processes().name(pid, unescaped(line.word(0)));
        table.processes().user(pid, user);
        String state = line.word(node + 2);
        boolean listening = state.isEmpty() || state.equals("(LISTEN)");
        return table.add(local, remote, listening, List.of(pid));
    }

    /** Parses an endpoint; a star stands for every address of the type. */
    private static @Nullable Endpoint endpoint(String text, int transport, boolean ipv4) {
        Endpoint endpoint = EndpointText.parse(text, transport);
        return endpoint != null && ipv4 && endpoint.address().equals(Address.ANY)
                ? new Endpoint(Address.ANY_IPV4, endpoint.port(), transport)
                : endpoint;
    }

    /** Decodes {@code \x20} and other bytes that lsof writes in hex, as UTF-8. */
    private static String unescaped(String command) {
        if (command.indexOf('\\') < 0) {
            return command;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(command.length());
        for (int at = 0; at < command.length(); ) {
            boolean escape = command.startsWith("\\x", at) && at + 4 <= command.length();
            int high = escape ? Character.digit(command.charAt(at + 2), 16) : -1;
            int low = escape ? Character.digit(command.charAt(at + 3), 16) : -1;
            if (high >= 0 && low >= 0) {
                bytes.write(high << 4 | low);
                at += 4;
            } else {
                int point = command.codePointAt(at);
                at += Character.charCount(point);
                bytes.writeBytes(Character.toString(point).getBytes(StandardCharsets.UTF_8));
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
