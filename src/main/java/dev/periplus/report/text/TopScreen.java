package dev.periplus.report.text;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import dev.periplus.report.ProcessText;
import dev.periplus.report.Why;
import dev.periplus.report.text.Page.Style;
import dev.periplus.text.Printable;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The live view: recent flows, conflicts first, then in the chosen order; or the evidence of one flow. One thread feeds
 * it, another draws it and handles keys.
 */
public final class TopScreen {
    /** Order of flows within their section. */
    public enum Sort {
        RATE,
        BYTES,
        NEWEST,
        LABEL
    }

    private static final int MOST = 10_000;
    private static final long LINGER_NANOS = 15_000_000_000L;
    private static final long SECOND = 1_000_000_000L;
    private static final int HEAD = 3;
    private static final int FOOT = 1;
    private static final String KEYS = " q quit  s sort  / filter  space freeze  j k move  enter evidence  esc back";

    private final Map<Key, Row> rows = new HashMap<>();
    private final boolean colour;
    private List<Row> shown = List.of();
    private Sort sort = Sort.RATE;
    private String filter = "";
    private boolean typing;
    private boolean frozen;
    private boolean open;
    private int selected;
    private String status = "";
    private long latest = Long.MIN_VALUE;

    private record Key(Endpoint one, Endpoint other, long start) {
        static Key of(Flow flow) {
            return new Key(flow.endpoint(0), flow.endpoint(1), flow.start());
        }
    }

    /** The latest report of a flow, and its byte rate since the previous one. */
    private record Row(FlowRecord record, double bytesASecond, long seen) {
        long bytes() {
            return record.flow().bytes(0) + record.flow().bytes(1);
        }
    }

    public TopScreen(boolean colour) {
        this.colour = colour;
    }

    /** Takes the latest record of a flow, which has ended or is still open. */
    public synchronized void show(FlowRecord record) {
        Flow flow = record.flow();
        Key key = Key.of(flow);
        Row before = rows.get(key);
        if (before == null && rows.size() >= MOST) {
            return;
        }
        long bytes = flow.bytes(0) + flow.bytes(1);
        long since = flow.end()
                - (before == null ? flow.start() : before.record.flow().end());
        double rate = (bytes - (before == null ? 0 : before.bytes())) / Math.max(1.0, since / (double) SECOND);
        latest = Math.max(latest, flow.overAt());
        rows.put(key, new Row(record, rate, flow.overAt()));
    }

    /** @param line statistics to show */
    public synchronized void say(String line) {
        status = line;
    }

    /** Handles a key: a character, {@code '\n'}, or 27 for Esc. */
    public synchronized void key(int key) {
        if (typing) {
            type(key);
            return;
        }
        switch (key) {
            case 's' -> sort = Sort.values()[(sort.ordinal() + 1) % Sort.values().length];
            case '/' -> {
                typing = true;
                filter = "";
            }
            case ' ' -> frozen = !frozen;
            case 'j' -> selected = Math.min(selected + 1, Math.max(0, shown.size() - 1));
            case 'k' -> selected = Math.max(0, selected - 1);
            case '\n', '\r' -> {
                open = !shown.isEmpty();
                frozen |= open;
            }
            case 27 -> {
                frozen &= !open;
                open = false;
            }
            default -> {} // not a key of this view
        }
    }

    private void type(int key) {
        if (key == '\n' || key == '\r' || key == 27) {
            typing = false;
            filter = key == 27 ? "" : filter;
        } else if (key == 127 || key == 8) {
            filter = filter.substring(0, Math.max(0, filter.length() - 1));
        } else if (key >= ' ') {
            filter += (char) key;
        }
    }

    /** Whether keys are text of a filter. */
    public synchronized boolean isTyping() {
        return typing;
    }

    /** Returns the lines of the screen, at most {@code height}. */
    public synchronized List<String> draw(int width, int height) {
        if (!frozen) {
            rows.values().removeIf(row -> latest - row.seen > LINGER_NANOS);
            shown = rows.values().stream()
                    .filter(row -> matches(row.record))
                    .sorted(Comparator.comparing((Row row) -> Section.of(row.record))
                            .thenComparing(order()))
                    .toList();
            selected = Math.min(selected, Math.max(0, shown.size() - 1));
        }
        int room = Math.max(1, height - HEAD - FOOT);
        List<String> lines = new ArrayList<>();
        lines.add(cut(status, width));
        lines.add(cut(
                String.format(
                        Locale.ROOT,
                        "%,d flows by %s%s%s",
                        shown.size(),
                        sort.name().toLowerCase(Locale.ROOT),
                        filter.isEmpty() && !typing
                                ? ""
                                : ", matching '" + Printable.of(filter) + "'" + (typing ? "_" : ""),
                        frozen ? ", frozen" : ""),
                width));
        lines.addAll(open ? evidence(width, room + 1) : table(width, room));
        while (lines.size() < height - FOOT) {
            lines.add("");
        }
        lines.add(cut(KEYS, width));
        return lines;
    }

    private boolean matches(FlowRecord record) {
        if (filter.isEmpty()) {
            return true;
        }
        TableRow row = TableRow.of(new MergedFlows(record));
        String text = row.transport() + " " + row.client() + " " + row.server() + " " + row.label() + " "
                + row.registered() + " " + String.join(" ", ProcessText.sentences(record));
        return text.toLowerCase(Locale.ROOT).contains(filter.toLowerCase(Locale.ROOT));
    }

    private Comparator<Row> order() {
        Comparator<Row> byRate = Comparator.comparingDouble(Row::bytesASecond).reversed();
        return switch (sort) {
            case RATE -> byRate;
            case BYTES -> Comparator.comparingLong(Row::bytes).reversed();
            case NEWEST ->
                Comparator.comparingLong((Row row) -> row.record.flow().start()).reversed();
            case LABEL ->
                Comparator.comparing((Row row) -> "" + row.record.verdict().label())
                        .thenComparing(byRate);
        };
    }

    private List<String> table(int width, int room) {
        int from = Math.max(0, Math.min(selected - room / 2, shown.size() - room));
        List<Row> visible = shown.subList(from, Math.min(shown.size(), from + room));
        List<TableRow> cells = visible.stream()
                .map(row -> TableRow.of(new MergedFlows(row.record))
                        .withPackets(Amounts.bytes((long) row.bytesASecond) + "/s"))
                .toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Page page = new Page(out, TextOptions.of(width).withColour(colour));
        TableLayout layout = new TableLayout(page, cells, "rate");
        layout.header();
        page.flush();
        List<String> lines =
                new ArrayList<>(out.toString(StandardCharsets.UTF_8).lines().toList());
        for (int i = 0; i < visible.size() && lines.size() <= room; i++) {
            out.reset();
            layout.row(cells.get(i), Section.of(visible.get(i).record).style());
            page.flush();
            String line =
                    out.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
            lines.add((from + i == selected ? "›" : " ") + (line.startsWith(" ") ? line.substring(1) : line));
        }
        return lines;
    }

    private List<String> evidence(int width, int room) {
        FlowRecord record = shown.get(Math.min(selected, shown.size() - 1)).record;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Page page = new Page(out, TextOptions.of(width).withColour(colour));
        List<TableRow> row = List.of(TableRow.of(new MergedFlows(record)));
        TableLayout layout = new TableLayout(page, row);
        layout.header();
        layout.row(row.get(0), Section.of(record).style());
        page.paragraph(Style.PLAIN, 2, Why.of(record), Integer.MAX_VALUE);
        EvidenceTrail.print(page, record, 2);
        page.flush();
        return out.toString(StandardCharsets.UTF_8).lines().limit(room).toList();
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width);
    }
}
