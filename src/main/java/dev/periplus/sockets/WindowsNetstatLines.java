package dev.periplus.sockets;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.List;

/**
 * {@code netstat -ano} and {@code netstat -abno} of Windows in any language: a row is recognised by TCP or UDP and two
 * endpoints, a listener by its peer {@code 0.0.0.0:0}, the pid as the last number.
 *
 * <pre>
 *   TCP    0.0.0.0:3389           0.0.0.0:0              LISTENING       1304
 *   TermService
 *  [svchost.exe]
 * </pre>
 */
final class WindowsNetstatLines implements LineFormat {
    private static final int REST = 3;
    private static final int MOST_LETTERS = 256;
    private static final int NOTHING = 0;

    /** Pid of the last row, as names follow their row; 0 if there is none. */
    private long pid = NOTHING;

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        boolean tcp = line.word(0).equals("TCP");
        if (!tcp && !line.word(0).equals("UDP")) {
            return isHeading(line) ? LineResult.READ : owner(line, table);
        }
        pid = NOTHING;
        int transport = tcp ? Transport.TCP : Transport.UDP;
        Endpoint local = EndpointText.parse(line.word(1), transport);
        Endpoint remote = EndpointText.parse(line.word(2), transport);
        if (local == null || remote == null) {
            return LineResult.UNREADABLE;
        }
        for (int i = REST; i < line.size(); i++) {
            pid = Math.max(pid, line.number(i));
        }
        boolean bound = line.word(REST).equals("BOUND");
        return table.add(local, remote, tcp && !bound, List.of(pid));
    }

    private static boolean isHeading(TableLine line) {
        return line.word(0).equals("Proto") && line.word(line.size() - 1).equals("PID");
    }

    /**
     * Parses {@code [svchost.exe]} and, before it, the name of a service; a sentence about missing privileges is
     * neither.
     */
    private LineResult owner(TableLine line, ParsedTable table) {
        String text = line.text().strip();
        long owner = pid;
        if (owner == NOTHING || text.isEmpty()) {
            return LineResult.UNRECOGNISED;
        }
        if (text.length() > 2 && text.startsWith("[") && text.endsWith("]")) {
            pid = NOTHING;
            table.processes().name(owner, text.substring(1, text.length() - 1));
            return LineResult.READ;
        }
        if (line.size() == 1 && isService(text)) {
            table.processes().service(owner, text);
            return LineResult.READ;
        }
        pid = NOTHING;
        return isRemark(line.text()) ? LineResult.READ : LineResult.UNRECOGNISED;
    }

    /** Whether a line is a sentence about missing privileges: in every language it is indented and has no digits. */
    private static boolean isRemark(String text) {
        return Character.isWhitespace(text.charAt(0)) && text.chars().noneMatch(Character::isDigit);
    }

    static boolean isService(String text) {
        return !text.isEmpty()
                && text.length() <= MOST_LETTERS
                && Character.isLetterOrDigit(text.charAt(text.length() - 1))
                && text.chars().allMatch(c -> Character.isLetterOrDigit(c) || "_-.$".indexOf(c) >= 0);
    }
}
