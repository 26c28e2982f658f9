package dev.periplus.sockets;

import java.util.List;

/**
 * {@code tasklist /fo csv}, also with {@code /v} and {@code /svc}, in any language: a row is recognised by its quotes
 * and a pid as the second field.
 *
 * <pre>
 * "svchost.exe","1304","Services","0","24,112 K"
 * "svchost.exe","1304","Services","0","24,112 K","Unknown","NT AUTHORITY\NETWORK SERVICE","0:00:07","N/A"
 * "svchost.exe","1304","TermService"
 * </pre>
 */
final class TasklistRows implements LineFormat {
    private static final int WITH_SERVICES = 3;
    private static final int PLAIN = 5;
    private static final int VERBOSE = 9;
    private static final int USER = 6;

    @Override
    public LineResult read(TableLine line, ParsedTable table) {
        String text = line.text().strip();
        List<String> fields = text.startsWith("\"") ? CsvLine.fields(text) : List.of();
        int size = fields.size();
        if (size != WITH_SERVICES && size != PLAIN && size != VERBOSE) {
            return LineResult.UNRECOGNISED;
        }
        long pid = TableLine.number(fields.get(1));
        if (pid < 0) {
            return fields.get(1).equals("PID") ? LineResult.READ : LineResult.UNRECOGNISED;
        }
        table.processes().name(pid, fields.get(0));
        if (size == VERBOSE && fields.get(USER).indexOf('\\') > 0) {
            table.processes().user(pid, fields.get(USER));
        }
        if (size == WITH_SERVICES) {
            services(pid, fields.get(2), table);
        }
        return LineResult.READ;
    }

    /**
     * Parses service names separated by commas; if there are none, Windows says so in its own language, with a slash or
     * spaces.
     */
    private static void services(long pid, String list, ParsedTable table) {
        for (String service : list.split(",", Sighting.MOST * 4)) {
            if (WindowsNetstatLines.isService(service.strip())) {
                table.processes().service(pid, service.strip());
            }
        }
    }
}
