package dev.periplus.report.serve;

import dev.periplus.answer.Amounts;
import dev.periplus.report.FilterVocabulary;
import dev.periplus.report.FlowFields;
import dev.periplus.report.ResultFilter;
import dev.periplus.report.WrongFilterException;
import dev.periplus.report.html.HtmlText;
import dev.periplus.report.sqlite.FlowOrder;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A list of flows, a page at a time: sorted, and of a condition or with words. */
final class FlowList {
    private static final int ON_PAGE = 100;

    /** Signs that no search for words has. */
    private static final Pattern CONDITION = Pattern.compile("[=<>!(){}\"]|&&|\\|\\|");

    private static final Map<String, String> MARKS =
            Map.of("not-as-registered", "\u2260", "as-registered", "=", "registered-only", "?");

    private final SqliteCase kase;
    private final FilterVocabulary vocabulary;
    private final Asked asked;
    private final String wanted;
    private final FlowOrder order;
    private final boolean down;
    private final Markup page = new Markup();

    private FlowList(SqliteCase kase, FilterVocabulary vocabulary, Asked asked) {
        this.kase = kase;
        this.vocabulary = vocabulary;
        this.asked = asked;
        wanted = asked.text("q").strip();
        order = FlowOrder.of(asked.text("sort"));
        down = asked.text("down").equals("1");
    }

    static String of(SqliteCase kase, FilterVocabulary vocabulary, Asked asked) throws IOException {
        return new FlowList(kase, vocabulary, asked).write();
    }

    private String write() throws IOException {
        page.heading("flows", "Flows");
        form();
        try {
            rows(condition());
        } catch (WrongFilterException e) {
            page.raw("<pre id=\"q-error\" class=\"bad\">")
                    .text(String.valueOf(e.getMessage()))
                    .raw("\n");
            page.lines(e.shown()).raw("</pre>\n");
        }
        return page.toString();
    }

    private void form() {
        page.raw("<form id=\"filter\" role=\"search\" action=\"/flows\">\n<label for=\"q\">Filter</label>\n");
        page.raw(
                "<input id=\"q\" name=\"q\" type=\"search\" maxlength=\"1000\" autocomplete=\"off\" spellcheck=\"false\"");
        page.raw(" placeholder=\"label==ssh and server.port!=22, or any words\" value=\"")
                .text(wanted)
                .raw("\">\n");
        page.raw("<input name=\"sort\" type=\"hidden\" value=\"" + order.id() + "\">\n");
        page.raw("<input name=\"down\" type=\"hidden\" value=\"" + (down ? 1 : 0) + "\">\n");
        page.raw("<button type=\"submit\">Apply</button>\n")
                .link("/flows", "Clear")
                .raw("\n</form>\n");
    }

    /** Returns the condition; what is none and has no sign of one is words to look for. */
    private Predicate<FlowFields> condition() throws WrongFilterException {
        if (wanted.isEmpty()) {
            return flow -> true;
        }
        try {
            ResultFilter filter = ResultFilter.parse(wanted, vocabulary);
            return flow -> filter.test(flow);
        } catch (WrongFilterException e) {
            if (CONDITION.matcher(wanted).find()) {
                throw e;
            }
            return new PlainWords(wanted);
        }
    }

    private void rows(Predicate<FlowFields> condition) throws IOException {
        SqliteCase.Page found = kase.flows(order, down, asked.after(), ON_PAGE, condition);
        page.raw("<p class=\"note\" id=\"q-state\">").text(state(found)).raw("</p>\n");
        page.raw("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Flows\"><table>\n<thead><tr>");
        column("Flow", FlowOrder.FLOW);
        column("Start (UTC)", FlowOrder.START);
        column("Client", FlowOrder.CLIENT);
        column("Server", FlowOrder.SERVER);
        column("Port", FlowOrder.PORT);
        column("Label", FlowOrder.LABEL);
        column("Confidence", FlowOrder.CONFIDENCE);
        column("Standing", FlowOrder.STANDING);
        page.raw("<th scope=\"col\">Claim: registered for</th>");
        column("Bytes", FlowOrder.BYTES);
        page.raw("</tr></thead>\n<tbody>\n");
        found.flows().forEach(this::row);
        page.endTable();
        SqliteCase.Cursor next = found.next();
        page.raw("<p>");
        if (!asked.text("after").isEmpty()) {
            page.link(address(order, down), "First page").raw(" ");
        }
        if (next != null) {
            boolean more = found.flows().size() == ON_PAGE;
            page.raw("<span id=\"next\">")
                    .link(address(order, down) + "&after=" + Asked.after(next), more ? "Next page" : "Look further")
                    .raw("</span>");
        }
        page.raw("</p>\n");
    }

    private String state(SqliteCase.Page found) {
        String all = Amounts.count(kase.flows(), "flow");
        if (wanted.isEmpty()) {
            return all;
        }
        return Amounts.count(found.flows().size()) + " matching here, of " + Amounts.count(found.looked())
                + " looked at; the case has " + all;
    }

    private String address(FlowOrder by, boolean descending) {
        return "/flows?q=" + Asked.encoded(wanted) + "&sort=" + by.id() + "&down=" + (descending ? 1 : 0);
    }

    private void column(String title, FlowOrder by) {
        boolean here = by == order;
        page.raw(
                "<th scope=\"col\"" + (here ? " aria-sort=\"" + (down ? "descending" : "ascending") + "\"" : "") + ">");
        page.link(
                address(by, here ? !down : by == FlowOrder.BYTES), title + (!here ? "" : down ? " \u25be" : " \u25b4"));
        page.raw("</th>");
    }

    private void row(SqliteRow flow) {
        boolean conflict = flow.text("standing").equals("not-as-registered");
        page.raw(conflict ? "<tr class=\"conflict\"><td>" : "<tr><td>");
        page.link("/flow?n=" + flow.number("flow"), Long.toString(flow.number("flow")))
                .raw("</td>");
        page.cell(HtmlText.time(flow.number("start_ns")));
        page.cell(Markup.side(flow, "client")).cell(Markup.side(flow, "server"));
        page.cell(flow.text("server_port") + " " + flow.text("transport"));
        page.cell(flow.has("label") ? flow.text("label") : "unknown: " + flow.text("unknown_because"));
        page.number(flow.has("label") ? Amounts.confidence(flow.real("confidence")) : "");
        String standing = flow.text("standing");
        page.cell((MARKS.getOrDefault(standing, "") + " " + standing).strip()).cell(flow.text("registered_name"));
        page.number(Amounts.bytes(flow.number("client_bytes") + flow.number("server_bytes")))
                .raw("</tr>\n");
    }
}
