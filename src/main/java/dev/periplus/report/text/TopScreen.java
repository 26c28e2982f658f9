package dev.periplus.report.text;

import dev.periplus.address.Endpoint;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
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
 * The live view: flows, conflicts first, then in the chosen order, those that ended behind those that are open; or the
 * evidence of one flow. What has ended stays, faint, until the user clears it. One thread feeds it, another draws it and
 * handles keys.
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

    /** Rows that go at once when there are too many. */
    private static final int SPARE = MOST / 10;

    private static final int MOST_CONFLICTS = 200;
    private static final long SECOND = 1_000_000_000L;
    private static final int HEAD = 3;
    private static final int FOOT = 1;

    /** Columns from which on a row also has the client's port, an age and processes, and the width of these. */
    private static final int WIDE = 140;

    private static final int AGE = 11;
    private static final int PROCESS = 26;
    private static final int GAP = 2;
    private static final String KEYS = " q quit  ? keys  s sort  / filter  c clear ended  enter evidence";
    private static final List<String> HELP = List.of(
            "Keys",
            "",
            "  up, down, k, j, mouse wheel   another flow",
            "  page up, page down            a page up or down",
            "  home, end, g, G               first or last flow",
            "  enter                         evidence of the flow; escape goes back",
            "  s                             sort by rate, bytes, newest, label",
            "  /                             only flows with this text; escape shows all again",
            "  space                         freeze, or go on",
            "  c                             remove flows that have ended; conflicts stay until c is pressed again",
            "  q                             quit, with a summary",
            "",
            "Signs: ≠ not what its port is registered for, = as registered, ? registered only. Faint: ended.");

    /** Keys that are no characters. */
    public static final int UP = -1;

    public static final int DOWN = -2;
    public static final int PAGE_UP = -3;
    public static final int PAGE_DOWN = -4;
    public static final int HOME = -5;
    public static final int END = -6;

    private final Map<Key, Row> rows = new HashMap<>();
    private final boolean colour;
    private List<Row> shown = List.of();
    private Sort sort = Sort.RATE;
    private String filter = "";
    private boolean typing;
    private boolean frozen;
    private boolean open;
    private boolean help;
    private int page = 1;
    private long numbered;
    private long unseen;
    private int selected;
    private String status = "";

    private record Key(Endpoint one, Endpoint other, long start) {
        static Key of(Flow flow) {
            return new Key(flow.endpoint(0), flow.endpoint(1), flow.start());
        }
    }

    /** The latest report of a flow, by the number that it keeps on the screen; and its byte rate since the previous one. */
    private record Row(long number, FlowRecord record, double bytesASecond) {
        boolean ended() {
            return record.flow().endReason() != FlowEnd.ACTIVE;
        }

        boolean isConflict() {
            return Section.of(record) == Section.CONFLICT;
        }

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
            makeRoom();
        }
        long bytes = flow.bytes(0) + flow.bytes(1);
        long since = flow.end()
                - (before == null ? flow.start() : before.record.flow().end());
        double rate = (bytes - (before == null ? 0 : before.bytes())) / Math.max(1.0, since / (double) SECOND);
        boolean ended = flow.endReason() != FlowEnd.ACTIVE;
        rows.put(key, new Row(before == null ? ++numbered : before.number, record, ended ? 0 : rate));
    }

    /** Removes what matters least: ended flows first, conflicts last, the oldest of each. */
    private void makeRoom() {
        List<Map.Entry<Key, Row>> least = new ArrayList<>(rows.entrySet());
        least.sort(
                Comparator.comparing((Map.Entry<Key, Row> row) -> row.getValue().isConflict())
                        .thenComparing(row -> !row.getValue().ended())
                        .thenComparing(row -> row.getValue().number));
        least.subList(0, Math.min(SPARE, least.size())).forEach(row -> rows.remove(row.getKey()));
        unseen += SPARE;
    }

    /** Removes flows that ended; conflicts among them only if nothing else has ended. */
    private void clear() {
        boolean others = rows.values().stream().anyMatch(row -> row.ended() && !row.isConflict());
        rows.values().removeIf(row -> row.ended() && (!others || !row.isConflict()));
    }

    /** Returns the conflicts that the view holds, by number, for what is printed when it closes. */
    public synchronized List<String> conflicts(int width) {
        List<Row> found = rows.values().stream()
                .filter(Row::isConflict)
                .sorted(Comparator.comparing(Row::number))
                .toList();
        if (found.isEmpty()) {
            return List.of();
        }
        List<Row> listed = found.subList(0, Math.min(MOST_CONFLICTS, found.size()));
        List<String> lines = new ArrayList<>();
        lines.add(Section.CONFLICT.title() + "  " + Amounts.count(found.size(), "flow"));
        lines.addAll(lines(listed, width, false, false, Integer.MAX_VALUE, -1));
        if (listed.size() < found.size()) {
            lines.add(Amounts.count(found.size() - listed.size()) + " more");
        }
        return lines;
    }

    /** @param line statistics to show */
    public synchronized void say(String line) {
        status = line;
    }

    /** Handles a key: a character, {@code '\n'}, 27 for Esc, or one of the constants. */
    public synchronized void key(int key) {
        if (typing) {
            type(key);
            return;
        }
        if (help) {
            help = false;
            return;
        }
        switch (key) {
            case '?', 'h' -> help = true;
            case 'c' -> clear();
            case PAGE_UP -> select(selected - page);
            case PAGE_DOWN -> select(selected + page);
            case HOME, 'g' -> select(0);
            case END, 'G' -> select(Integer.MAX_VALUE);
            case 's' -> sort = Sort.values()[(sort.ordinal() + 1) % Sort.values().length];
            case '/' -> {
                typing = true;
                filter = "";
            }
            case ' ' -> frozen = !frozen;
            case 'j', DOWN -> select(selected + 1);
            case 'k', UP -> select(selected - 1);
            case '\n', '\r' -> {
                open = !shown.isEmpty();
                frozen |= open;
            }
            case 27 -> {
                filter = open ? filter : "";
                frozen &= !open;
                open = false;
            }
            default -> {} // not a key of this view
        }
    }

    private void select(int row) {
        selected = Math.max(0, Math.min(row, shown.size() - 1));
    }

    private void type(int key) {
        if (key == '\n' || key == '\r' || key == 27) {
            typing = false;
            filter = key == 27 ? "" : filter;
        } else if (key == 127 || key == 8) {
            filter = filter.substring(0, Math.max(0, filter.length() - 1));
        } else if (key >= ' ' && key < 127) {
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
            shown = rows.values().stream()
                    .filter(row -> matches(row.record))
                    .sorted(Comparator.comparing((Row row) -> Section.of(row.record))
                            .thenComparing(Row::ended)
                            .thenComparing(order()))
                    .toList();
            selected = Math.min(selected, Math.max(0, shown.size() - 1));
        }
        int room = Math.max(1, height - HEAD - FOOT);
        page = room;
        List<String> lines = new ArrayList<>();
        lines.add(cut(status, width));
        lines.add(cut(heading(), width));
        if (help) {
            HELP.stream().limit(room + 1L).map(line -> cut(line, width)).forEach(lines::add);
        } else {
            lines.addAll(open ? evidence(width, room + 1) : table(width, room));
        }
        while (lines.size() < height - FOOT) {
            lines.add("");
        }
        lines.add(cut(KEYS, width));
        return lines;
    }

    private String heading() {
        long ended = shown.stream().filter(Row::ended).count();
        String which = filter.isEmpty() && !typing
                ? ""
                : ", matching '" + Printable.of(filter) + "'" + (typing ? "_" : shown.isEmpty() ? " (esc: all)" : "");
        long conflicts = shown.stream().filter(Row::isConflict).count();
        long unknown = shown.stream()
                .filter(row -> row.record.verdict().label() == null)
                .count();
        double rate = shown.stream().mapToDouble(Row::bytesASecond).sum();
        return Amounts.count(shown.size(), "flow")
                + (ended == 0 ? "" : ", " + Amounts.count(ended) + " ended")
                + (unseen == 0 ? "" : ", " + Amounts.count(unseen) + " older ones left out")
                + (conflicts == 0 ? "" : ", " + Amounts.count(conflicts, "conflict"))
                + (unknown == 0 ? "" : ", " + Amounts.count(unknown) + " unknown")
                + ", " + Amounts.bytes((long) rate) + "/s"
                + ", conflicts first, by " + sort.name().toLowerCase(Locale.ROOT)
                + which
                + (frozen ? ", frozen" : "");
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
        return lines(visible, width, colour, true, room, selected - from);
    }

    /** Returns a header and at most {@code room} rows, with a mark before one of them. */
    private static List<String> lines(
            List<Row> visible, int width, boolean colours, boolean marked, int room, int mark) {
        boolean wide = width >= WIDE;
        List<TableRow> cells = visible.stream().map(row -> cells(row, wide)).toList();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int before = marked ? 1 : 0;
        int behind = wide ? 2 * GAP + AGE + PROCESS : 0;
        Page page = new Page(out, TextOptions.of(width - before - behind).withColour(colours));
        TableLayout layout = new TableLayout(page, cells, "rate");
        layout.header();
        page.flush();
        List<String> lines = new ArrayList<>();
        lines.add(" ".repeat(before)
                + out.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("")
                + (wide ? behind(page.faint("age"), "age".length(), page.faint("process")) : ""));
        for (int i = 0; i < visible.size() && lines.size() <= room; i++) {
            out.reset();
            Row row = visible.get(i);
            boolean faint = marked && row.ended() && !row.isConflict();
            layout.row(
                    cells.get(i), faint ? Style.FAINT : Section.of(row.record).style());
            page.flush();
            String line =
                    out.toString(StandardCharsets.UTF_8).lines().findFirst().orElse("");
            String more = wide ? behind(row) : "";
            lines.add((!marked ? "" : i == mark ? "›" : " ") + (faint ? page.faint(line + more) : line + more));
        }
        return lines;
    }

    private static TableRow cells(Row row, boolean wide) {
        TableRow cells = TableRow.of(new MergedFlows(row.record))
                .withNumber(Long.toString(row.number))
                .withPackets(row.ended() ? "ended" : Amounts.bytes((long) row.bytesASecond) + "/s");
        return wide ? cells.withClientPort(row.record.flow()) : cells;
    }

    /** What stands behind a row of a wide terminal: how long the flow has lasted, and the processes of its sides. */
    private static String behind(Row row) {
        Flow flow = row.record.flow();
        String age = Amounts.duration(flow.end() - flow.start());
        return behind(age, age.length(), Columns.cutMiddle(ProcessText.brief(row.record), PROCESS));
    }

    private static String behind(String age, int length, String process) {
        return " ".repeat(GAP + Math.max(0, AGE - length)) + age + " ".repeat(GAP) + process;
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
