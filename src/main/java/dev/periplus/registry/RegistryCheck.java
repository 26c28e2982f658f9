package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Transport;
import dev.periplus.rulefile.RuleError;
import dev.periplus.text.Printable;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Checks a registry table; see {@link RegistryLine} for its columns. */
final class RegistryCheck {
    static final Pattern DATE = Pattern.compile("\\d{4}-(0[1-9]|1[0-2])(-(0[1-9]|[12]\\d|3[01]))?");

    private static final int MOST_FAULTS = 100;

    private final String file;
    private final List<RuleError> faults = new ArrayList<>();
    private boolean rows;
    private boolean singles;
    private int lastPort = -1;

    private RegistryCheck(String file) {
        this.file = file;
    }

    /** Returns the faults of a table, at most a hundred. */
    static List<RuleError> faults(String file, byte[] bytes) {
        RegistryCheck check = new RegistryCheck(file);
        int number = 0;
        for (int at = 0; at < bytes.length && check.faults.size() < MOST_FAULTS; ) {
            int end = at;
            while (end < bytes.length && bytes[end] != '\n') {
                end++;
            }
            number++;
            check.line(number, bytes, at, end);
            at = end + 1;
        }
        if (!check.rows && check.faults.isEmpty()) {
            check.fault(1, "no registrations; rows look like 80<tab>tcp<tab>http");
        }
        return check.faults;
    }

    private void line(int number, byte[] bytes, int start, int end) {
        String text;
        try {
            text = UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(bytes, start, end - start))
                    .toString();
        } catch (CharacterCodingException e) {
            fault(number, "not UTF-8");
            return;
        }
        if (text.startsWith("#") && !rows) {
            return;
        }
        rows = true;
        String[] columns = text.split("\t", -1);
        if (columns.length < 2 || columns.length > RegistryLine.COLUMNS) {
            fault(
                    number,
                    "columns: " + columns.length + "; rows have 2 to " + RegistryLine.COLUMNS + ", separated by tabs");
            return;
        }
        ports(number, columns[0]);
        transports(number, columns[1]);
        rest(number, columns);
    }

    private void ports(int number, String text) {
        PortRange range;
        try {
            range = PortRange.parse(text);
        } catch (IllegalArgumentException e) {
            fault(number, e.getMessage());
            return;
        }
        if (!range.toString().equals(text)) {
            fault(number, "write the ports as " + range + ", not \"" + Printable.shortened(text) + "\"");
        }
        if (range.size() > 1) {
            if (singles) {
                fault(number, "the range " + range + " comes after a single port; move it before all single ports");
            }
            return;
        }
        singles = true;
        if (range.from() < lastPort) {
            fault(number, "port " + range + " comes after port " + lastPort + "; sort single ports in ascending order");
        }
        lastPort = range.from();
    }

    private void transports(int number, String text) {
        if (text.equals(RegistryLine.NO_TRANSPORT)) {
            return;
        }
        for (String name : text.split("/", -1)) {
            if (Transport.number(name) < 0) {
                fault(
                        number,
                        "\"" + Printable.shortened(name) + "\" is not a transport; known are tcp, udp, sctp, dccp, -");
            }
        }
    }

    private void rest(int number, String[] columns) {
        for (String column : columns) {
            if (!Printable.folded(column).equals(column)) {
                fault(
                        number,
                        "\"" + Printable.shortened(column)
                                + "\" has control characters or surplus spaces; remove them");
            }
        }
        String date = column(columns, 4);
        if (!date.isEmpty() && !DATE.matcher(date).matches()) {
            fault(number, "\"" + Printable.shortened(date) + "\" is not a date; write 2002-02 or 2015-06-29");
        }
        String status = column(columns, 5);
        if (!status.isEmpty() && !status(status)) {
            fault(
                    number,
                    "\"" + Printable.shortened(status)
                            + "\" is not a status; use alias, observed, reserved or leave it empty");
        } else if (column(columns, 2).isEmpty() && !status.equals(Registration.Status.RESERVED.word())) {
            fault(number, "service name is missing; only reserved entries have none");
        }
    }

    private static String column(String[] columns, int index) {
        return index < columns.length ? columns[index] : "";
    }

    private static boolean status(String word) {
        for (Registration.Status status : Registration.Status.values()) {
            if (status != Registration.Status.ASSIGNED && status.word().equals(word)) {
                return true;
            }
        }
        return false;
    }

    private void fault(int number, String message) {
        faults.add(new RuleError(file, number, message));
    }
}
