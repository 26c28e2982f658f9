package dev.periplus.report.text;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.FlowSink;
import dev.periplus.answer.HostFacts;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.report.Words;
import dev.periplus.report.text.Page.Style;
import dev.periplus.view.Hosts;
import dev.periplus.view.Ports;
import dev.periplus.view.Services;
import dev.periplus.view.Timeline;
import dev.periplus.view.Unknowns;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Prints one view of all flows as text. */
public final class ViewText implements FlowSink {
    private static final String UNKNOWN = "unknown";
    private static final int MOST_PORTS = 12;
    private static final int MOST_LINES = 3;

    private final Page page;
    private final int limit;
    private final Consumer<FlowRecord> view;
    private final Supplier<TextTable> table;
    private final Supplier<String> left;
    private final Consumer<HostFacts> known;

    /** Lines below the table. */
    private final Supplier<List<String>> conflicts;

    private final SummaryText summary = new SummaryText();

    private ViewText(
            Page page, int limit, Consumer<FlowRecord> view, Supplier<TextTable> table, Supplier<String> left) {
        this(page, limit, view, table, left, known -> {}, List::of);
    }

    private ViewText(
            Page page,
            int limit,
            Consumer<FlowRecord> view,
            Supplier<TextTable> table,
            Supplier<String> left,
            Consumer<HostFacts> known,
            Supplier<List<String>> conflicts) {
        this.page = page;
        this.limit = limit;
        this.view = view;
        this.table = table;
        this.left = left;
        this.known = known;
        this.conflicts = conflicts;
    }

    @Override
    public void hosts(HostFacts facts) {
        known.accept(facts);
    }

    /**
     * Services by host and port.
     *
     * @param out flushed by {@link #finish} but not closed
     */
    public static ViewText services(OutputStream out, TextOptions options) {
        Services view = new Services();
        return new ViewText(
                new Page(out, options),
                options.limit(),
                view,
                () -> services(view),
                () -> left(view.left(), "flow", "services"));
    }

    /** Ports and what they are used for. */
    public static ViewText ports(OutputStream out, TextOptions options) {
        Ports view = new Ports();
        return new ViewText(
                new Page(out, options),
                options.limit(),
                view,
                () -> ports(view),
                () -> left(view.left(), "flow", "ports"));
    }

    /** Hosts, and the services they offer and use. */
    public static ViewText hosts(OutputStream out, TextOptions options) {
        Hosts view = new Hosts();
        Page page = new Page(out, options);
        return new ViewText(
                page,
                options.limit(),
                view,
                () -> HostRows.table(view),
                () -> left(view.left(), "flow end", "hosts"),
                view::known,
                () -> HostRows.conflicts(view));
    }

    /** Flows of each label over time. */
    public static ViewText timeline(OutputStream out, TextOptions options) {
        Timeline view = new Timeline();
        Page page = new Page(out, options);
        return new ViewText(
                page, options.limit(), view, () -> timeline(view, options.width()), () -> timeOf(view, page.clock()));
    }

    /** Flows without a label, by reason. */
    public static ViewText unknown(OutputStream out, TextOptions options) {
        Unknowns view = new Unknowns();
        return new ViewText(new Page(out, options), options.limit(), view, () -> unknown(view), () -> "");
    }

    @Override
    public void flow(FlowRecord record) {
        view.accept(record);
        summary.add(record);
    }

    private static TextTable services(Services view) {
        TextTable table =
                new TextTable("server", "port", "service", " conf", "", " flows", " clients", " bytes", "registered");
        String before = "";
        for (Services.Service row : view.rows()) {
            String host = row.endpoint().address().toString();
            table.row(
                    host.equals(before) ? "" : host,
                    row.endpoint().service(),
                    withApplication(row.label(), row.application()),
                    row.label() == null ? "" : Amounts.confidence(row.confidence()),
                    mark(row.standing()),
                    Amounts.shortCount(row.volume().flows()),
                    Integer.toString(row.clients()),
                    Amounts.bytes(row.volume().bytes()),
                    orNothing(row.registered()));
            before = host;
        }
        return table;
    }

    private static String withApplication(@Nullable String label, @Nullable String application) {
        return label == null ? UNKNOWN : Words.withApplication(label, application);
    }

    private static String mark(Standing standing) {
        return switch (standing) {
            case AS_REGISTERED -> "=";
            case NOT_AS_REGISTERED -> "≠";
            case REGISTERED_ONLY -> "?";
            case UNREGISTERED -> "";
        };
    }

    private static TextTable ports(Ports view) {
        TextTable table = new TextTable("port", "registered for", " flows", " bytes", " servers", "used for");
        for (Ports.Port row : view.rows()) {
            List<String> uses = new ArrayList<>();
            for (Ports.Use use : row.uses()) {
                String name = use.label() == null ? UNKNOWN : use.label();
                uses.add(
                        row.uses().size() == 1
                                ? name
                                : name + " " + Amounts.shortCount(use.volume().flows()));
            }
            table.row(
                    row.service(),
                    orNothing(row.registered()),
                    Amounts.shortCount(row.volume().flows()),
                    Amounts.bytes(row.volume().bytes()),
                    Integer.toString(row.servers()),
                    String.join(", ", uses));
        }
        return table;
    }

    private static TextTable timeline(Timeline view, int width) {
        TextTable table = new TextTable("label", " flows", "over time");
        int columns = Math.max(10, width - 36);
        for (Timeline.Line row : view.rows()) {
            table.row(
                    row.label() == null ? UNKNOWN : row.label(),
                    Amounts.shortCount(row.all()),
                    Sparkline.of(row.flows(), columns));
        }
        return table;
    }

    private static String timeOf(Timeline view, PageClock clock) {
        List<Timeline.Slot> slots = view.slots();
        if (slots.isEmpty()) {
            return "";
        }
        long pauses = slots.stream().filter(slot -> slot.steps() > 1).count();
        return "From " + clock.span(view.start(), view.end()) + ", in steps of " + Amounts.duration(view.step())
                + (pauses == 0 ? "" : "; " + Amounts.count(pauses, "pause") + " of more than three steps cut short")
                + "; each line has its own scale.";
    }

    private static TextTable unknown(Unknowns view) {
        TextTable table = new TextTable("reason", " flows", " bytes", "busiest ports");
        for (Unknowns.Reason row : view.rows()) {
            List<Unknowns.Port> ports = row.ports();
            List<String> named = new ArrayList<>();
            for (Unknowns.Port port : ports.subList(0, Math.min(MOST_PORTS, ports.size()))) {
                named.add(name(port) + " " + Amounts.shortCount(port.volume().flows()));
            }
            if (ports.size() > MOST_PORTS) {
                named.add("and " + Amounts.count(ports.size() - MOST_PORTS) + " more");
            }
            table.row(
                    row.why().id(),
                    Amounts.shortCount(row.volume().flows()),
                    Amounts.bytes(row.volume().bytes()),
                    String.join(", ", named));
        }
        return table;
    }

    private static String name(Unknowns.Port port) {
        return Transport.hasPorts(port.protocol())
                ? port.number() + "/" + Transport.name(port.protocol())
                : Transport.name(port.protocol(), port.number());
    }

    private static String left(long count, String noun, String places) {
        return count == 0 ? "" : Amounts.count(count, noun) + " not listed: too many " + places + ".";
    }

    private static String orNothing(@Nullable String text) {
        return text == null ? "" : text;
    }

    @Override
    public void finish(RunSummary run) {
        TextTable rows = table.get();
        int cut = limit == 0 ? 0 : rows.limit(limit);
        rows.print(page);
        if (cut > 0) {
            page.line(Style.FAINT, Amounts.count(cut, "more row") + ": a higher --limit lists more");
        }
        conflicts.get().forEach(line -> page.paragraph(Style.CONFLICT, 0, line, MOST_LINES));
        String more = left.get();
        if (!more.isEmpty()) {
            page.paragraph(Style.FAINT, 0, more, 2);
        }
        if (page.hasSummary()) {
            page.blank();
        }
        summary.print(page, run);
        page.flush();
    }
}
