package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import java.util.List;

/**
 * {@code netstat -tulnp} and {@code netstat -tanp} of net-tools on Linux, also with {@code -e} (netstat(8)).
 *
 * <pre>
 * tcp        0      0 0.0.0.0:22              0.0.0.0:*               LISTEN      812/sshd: /usr/sbin
 * udp6       0      0 :::5353                 :::*                                -
 * </pre>
 */
final class NetstatLines implements LineFormat {
    private static final int REST = 5;

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        int transport = ParsedTable.transport(line.word(0));
        if (transport == ParsedTable.OTHER || line.number(1) < 0 || line.number(2) < 0) {
            return isHeading(line) ? LineResult.READ : LineResult.UNRECOGNISED;
        }
        Endpoint local = EndpointText.parse(line.word(3), transport);
        Endpoint remote = EndpointText.parse(line.word(4), transport);
        if (local == null || remote == null) {
            return LineResult.UNREADABLE;
        }
        boolean listening = line.word(REST).equals("LISTEN");
        return table.add(local, remote, listening, program(line, table));
    }

    private static boolean isHeading(TableLine line) {
        return line.text().startsWith("Active Internet connections")
                || line.word(0).equals("Proto") && line.word(1).equals("Recv-Q");
    }

    /**
     * Parses {@code PID/Program name}; the name is the first word of the command line without folders, and may have
     * spaces.
     */
    private static List<Long> program(TableLine line, ParsedTable table) {
        for (int i = REST; i < line.size(); i++) {
            int slash = line.word(i).indexOf('/');
            long pid = slash < 0
                    ? TableLine.NO_NUMBER
                    : TableLine.number(line.word(i).substring(0, slash));
            if (ProcessTable.isPid(pid)) {
                table.processes().name(pid, name(line.from(i).substring(slash + 1)));
                return List.of(pid);
            }
        }
        return List.of();
    }

    /** Removes what servers append to their name: {@code nginx: master process}. */
    private static String name(String program) {
        int more = program.indexOf(": ");
        int gap = program.indexOf("  ");
        int end = gap < 0 ? program.length() : gap;
        String name = program.substring(0, more > 0 ? Math.min(more, end) : end);
        return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
    }
}
