package dev.periplus.report.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.report.Digits;
import dev.periplus.report.LineWriter;
import java.io.OutputStream;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Writes a Zeek log as TSV: lines that name and type the fields, then records with tabs between fields. Bytes other
 * than printable ASCII, backslashes, and commas in sets are written {@code \xNN}, which Zeek's reader decodes. {@code
 * #open} and {@code #close} hold times of packets; a log without records has neither.
 */
final class ZeekTsv implements ZeekLog {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd-HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final long SECOND = 1_000_000_000L;
    private static final String UNSET = "-";
    private static final String EMPTY = "(empty)";
    private static final String HEX = "0123456789abcdef";

    private final String path;
    private final List<Field> fields;
    private final LineWriter lines;
    private final Digits digits = new Digits();
    private final StringBuilder line = new StringBuilder();
    private int given;
    private boolean begun;
    private long latest;

    /** @param out flushed but not closed */
    ZeekTsv(String path, List<Field> fields, OutputStream out) {
        this.path = path;
        this.fields = fields;
        lines = new LineWriter(out);
    }

    private ZeekTsv value(CharSequence value) {
        line.append(given++ == 0 ? "" : "\t").append(value);
        return this;
    }

    @Override
    public ZeekLog unset() {
        return value(UNSET);
    }

    @Override
    public ZeekLog time(long nanos) {
        return value(digits.seconds(nanos).toString());
    }

    @Override
    public ZeekLog number(long number) {
        return value(Long.toString(number));
    }

    @Override
    public ZeekLog real(long scaled, int decimals) {
        return value(digits.decimal(scaled, decimals).toString());
    }

    @Override
    public ZeekLog flag(boolean flag) {
        return value(flag ? "T" : "F");
    }

    @Override
    public ZeekLog text(@Nullable String text) {
        if (text == null) {
            return unset();
        }
        value("");
        escape(text, false);
        return this;
    }

    @Override
    public ZeekLog set(List<String> texts) {
        value(texts.isEmpty() ? EMPTY : "");
        for (int i = 0; i < texts.size(); i++) {
            line.append(i == 0 ? "" : ",");
            escape(texts.get(i), true);
        }
        return this;
    }

    /** Escapes text; text that looks like an unset or empty value has its first character escaped. */
    private void escape(String text, boolean inSet) {
        int from = text.equals(UNSET) || text.equals(EMPTY) ? 0 : plain(text, inSet);
        if (text.isEmpty()) {
            line.append(EMPTY);
        } else if (from == text.length()) {
            line.append(text);
        } else {
            byte[] bytes = text.getBytes(UTF_8);
            line.append(text, 0, from);
            for (int i = from; i < bytes.length; i++) {
                int octet = bytes[i] & 0xff;
                if (i > from && isPlain(octet, inSet)) {
                    line.append((char) octet);
                } else {
                    line.append("\\x").append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 0xf));
                }
            }
        }
    }

    /** Returns the number of leading characters that need no escape. */
    private static int plain(String text, boolean inSet) {
        int plain = 0;
        while (plain < text.length() && isPlain(text.charAt(plain), inSet)) {
            plain++;
        }
        return plain;
    }

    private static boolean isPlain(int octet, boolean inSet) {
        return octet >= ' ' && octet < 0x7f && octet != '\\' && !(inSet && octet == ',');
    }

    @Override
    public void end(long from, long to) {
        if (given != fields.size()) {
            throw new IllegalStateException(given + " fields of " + fields.size() + " in " + path);
        }
        begin("#open\t" + stamp(from) + "\n");
        latest = Math.max(latest, to);
        lines.add(line.append('\n'));
        line.setLength(0);
        given = 0;
    }

    private void begin(String open) {
        if (!begun) {
            begun = true;
            lines.add("#separator \\x09\n#set_separator\t,\n#empty_field\t" + EMPTY + "\n#unset_field\t" + UNSET
                    + "\n#path\t" + path + "\n" + open
                    + "#fields\t" + fields.stream().map(Field::name).collect(Collectors.joining("\t")) + "\n"
                    + "#types\t" + fields.stream().map(Field::type).collect(Collectors.joining("\t")) + "\n");
        }
    }

    private static String stamp(long nanos) {
        return TIME.format(Instant.ofEpochSecond(Math.floorDiv(nanos, SECOND)));
    }

    @Override
    public void flush() {
        lines.flush();
    }

    @Override
    public void close() {
        if (begun) {
            lines.add("#close\t" + stamp(latest) + "\n");
        }
        begin("");
        lines.flush();
    }
}
