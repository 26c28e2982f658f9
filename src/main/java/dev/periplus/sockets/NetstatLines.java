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
    public Taken take(Line line, Entries entries) {
        int transport = Entries.transport(line.word(0));
        if (transport == Entries.OTHER || line.number(1) < 0 || line.number(2) < 0) {
            return isHeading(line) ? Taken.READ : Taken.NO;
        }
        Endpoint local = EndpointText.parse(line.word(3), transport);
        Endpoint remote = EndpointText.parse(line.word(4), transport);
        if (local == null || remote == null) {
            return Taken.BROKEN;
        }
        boolean listening = line.word(REST).equals("LISTEN");
        return entries.add(local, remote, listening, program(line, entries));
    }

    private static boolean isHeading(Line line) {
        return line.text().startsWith("Active Internet connections")
                || line.word(0).equals("Proto") && line.word(1).equals("Recv-Q");
    }

    /** {@code PID/Program name}; the name is the first word of the command line without folders, and may hold spaces. */
    private static List<Long> program(Line line, Entries entries) {
        for (int i = REST; i < line.size(); i++) {
            int slash = line.word(i).indexOf('/');
            long pid = slash < 0 ? Line.NO_NUMBER : Line.number(line.word(i).substring(0, slash));
            if (ProcessTable.isPid(pid)) {
                entries.processes().name(pid, name(line.from(i).substring(slash + 1)));
                return List.of(pid);
            }
        }
        return List.of();
    }

    /** Servers write what they do behind their name: {@code nginx: master process}. */
    private static String name(String program) {
        int more = program.indexOf(": ");
        int gap = program.indexOf("  ");
        int end = gap < 0 ? program.length() : gap;
        String name = program.substring(0, more > 0 ? Math.min(more, end) : end);
        return name.endsWith(":") ? name.substring(0, name.length() - 1) : name;
    }
}
