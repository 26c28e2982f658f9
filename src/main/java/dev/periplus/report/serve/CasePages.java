package dev.periplus.report.serve;

import dev.periplus.answer.Amounts;
import dev.periplus.report.FilterVocabulary;
import dev.periplus.report.html.HtmlStyle;
import dev.periplus.report.sqlite.SqliteCase;
import dev.periplus.report.sqlite.SqliteRow;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The pages of a case, written from its database when they are asked for. Thread-safe: one question at a time. */
final class CasePages {
    private static final int FINDINGS = 50;
    private static final String PATH = "coalesce(CAST(path_utf8 AS TEXT), path, '')";

    private static final String NAV = """
            <nav aria-label="Parts of the case">
            <a href="/">Findings</a>
            <a href="/flows">Flows</a>
            <a href="/services">Services</a>
            <a href="/ports">Ports</a>
            <a href="/hosts">Hosts</a>
            <a href="/unknown">Unknown</a>
            <a href="/custody">Custody and losses</a>
            </nav>
            """;

    private final SqliteCase kase;
    private final FilterVocabulary vocabulary;
    private final String name;
    private final HtmlStyle style = new HtmlStyle();

    /** Views written before: the database does not change. */
    private final Map<String, String> views = new HashMap<>();

    /** @param name of the case, for people */
    CasePages(SqliteCase kase, FilterVocabulary vocabulary, String name) {
        this.kase = kase;
        this.vocabulary = vocabulary;
        this.name = name;
    }

    String policy() {
        return style.policy();
    }

    /** Returns a page; null if there is none at this path. */
    @Nullable
    synchronized String page(String path, Asked asked) throws IOException {
        return switch (path) {
            case "/" -> whole("", findings(asked));
            case "/flows" -> whole("flows", FlowList.of(kase, vocabulary, asked));
            case "/flow" -> {
                List<SqliteRow> row = FlowPage.row(kase, asked.number("n"));
                yield row.isEmpty() ? null : whole("flow " + asked.number("n"), FlowPage.of(kase, row.get(0)));
            }
            case "/custody" -> whole("custody", CustodyPage.of(kase));
            default -> {
                CaseView view = CaseView.AT.get(path);
                yield view == null ? null : whole(view.title(), view(path, view));
            }
        };
    }

    /** Returns a page that tells what went wrong. */
    String trouble(String sentence) {
        return whole(
                "trouble",
                new Markup()
                        .raw("<p class=\"bad\" role=\"alert\">")
                        .text(sentence)
                        .raw("</p>\n")
                        .toString());
    }

    /** Returns the row of a flow, null if there is none. */
    synchronized @Nullable SqliteRow flow(long number) throws IOException {
        List<SqliteRow> row = FlowPage.row(kase, number);
        return row.isEmpty() ? null : row.get(0);
    }

    /** Returns the captures that overlap with a flow in time. */
    synchronized List<Carver.Source> sources(SqliteRow flow) throws IOException {
        return kase
                .rows(
                        "SELECT " + PATH + " AS path, sha256 FROM captures WHERE first_ns <= ? AND last_ns >= ?"
                                + " ORDER BY capture",
                        flow.number("end_ns"),
                        flow.number("start_ns"))
                .stream()
                .map(row -> new Carver.Source(row.text("path"), row.text("sha256")))
                .toList();
    }

    /** Closes the database once no question is under way. */
    synchronized void close() throws IOException {
        kase.close();
    }

    private String whole(String title, String main) {
        Markup page =
                new Markup().raw("<header>\n<h1>Periplus <span>").text(name).raw("</span></h1>\n</header>\n");
        page.raw(NAV).raw("<main>\n").raw(main).raw("</main>\n");
        return style.page(title.isEmpty() ? name : title + ", " + name, page.toString());
    }

    private String findings(Asked asked) throws IOException {
        Markup page = new Markup();
        List<SqliteRow> counts = kase.rows(
                "SELECT severity, count(*) AS n FROM findings GROUP BY severity_rank ORDER BY severity_rank DESC");
        long all = counts.stream().mapToLong(row -> row.number("n")).sum();
        List<String> each = new ArrayList<>();
        counts.forEach(row -> each.add(Amounts.count(row.number("n")) + " " + row.text("severity")));
        page.heading(
                "findings", all == 0 ? "No findings" : Amounts.count(all, "finding") + ": " + String.join(", ", each));
        page.raw("<p class=\"note\">")
                .text(Amounts.count(kase.flows(), "flow") + ". ")
                .link("/flows", "List them")
                .raw("</p>\n");
        long from = Math.max(0, asked.number("from"));
        page.raw("<section class=\"findings\">\n");
        String severity = "";
        Set<String> explained = new HashSet<>();
        for (SqliteRow finding :
                kase.rows("SELECT * FROM findings ORDER BY finding LIMIT " + FINDINGS + " OFFSET ?", from)) {
            if (!finding.text("severity").equals(severity)) {
                page.raw(severity.isEmpty() ? "" : "</section>\n");
                severity = finding.text("severity");
                page.raw("<section class=\"severity ")
                        .text(severity)
                        .raw("\">\n")
                        .element("h3", severity);
            }
            finding(page, finding, explained.add(finding.text("id")));
        }
        page.raw(severity.isEmpty() ? "" : "</section>\n").raw("</section>\n");
        if (all == 0) {
            page.element("p", "Only a review looks for findings: periplus review FOLDER -o sqlite=case.db.");
        }
        if (from + FINDINGS < all) {
            page.raw("<p>")
                    .link("/?from=" + (from + FINDINGS), "Further findings")
                    .raw("</p>\n");
        }
        return page.toString();
    }

    private void finding(Markup page, SqliteRow finding, boolean first) throws IOException {
        long number = finding.number("finding");
        page.raw("<article>\n").element("h4", finding.text("title"));
        page.raw("<p><span class=\"where\">").text(finding.text("place")).raw("</span> <span class=\"volume\">");
        page.text(Amounts.count(finding.number("flows"), "flow") + " from "
                + Amounts.count(finding.number("clients"), "client") + ", " + Amounts.bytes(finding.number("bytes"))
                + " (" + Amounts.bytes(finding.number("uploaded")) + " up), " + Markup.time(finding, "first_ns")
                + " to " + Markup.time(finding, "last_ns") + " UTC");
        page.raw("</span> <span class=\"finding\">· id ")
                .text(finding.text("uid"))
                .raw("</span></p>\n<ul>\n");
        for (SqliteRow fact : kase.rows("SELECT says FROM finding_facts WHERE finding = ? ORDER BY position", number)) {
            page.element("li", fact.text("says"));
        }
        for (SqliteRow example : kase.rows(
                "SELECT flows.*, captures.path AS capture_path FROM finding_flows JOIN flows USING (flow)"
                        + " LEFT JOIN captures ON captures.capture = flows.capture WHERE finding = ? ORDER BY position",
                number)) {
            page.raw("<li>").link("/flow?n=" + example.number("flow"), "flow " + example.number("flow"));
            page.text(" in " + example.text("capture_path") + ": " + FlowPage.answer(example))
                    .raw("</li>\n");
        }
        page.raw("</ul>\n");
        if (first) {
            page.raw("<p class=\"means\">").text(finding.text("means")).raw("</p>\n");
        }
        page.raw("</article>\n");
    }

    private String view(String path, CaseView view) throws IOException {
        String written = views.get(path);
        if (written == null) {
            written = view.write(kase);
            views.put(path, written);
        }
        return written;
    }
}
