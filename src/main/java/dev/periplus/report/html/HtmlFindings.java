package dev.periplus.report.html;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Severity;
import dev.periplus.report.FindingIds;
import dev.periplus.report.Why;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** The findings of a page as HTML that needs no script: by severity, the most severe first. */
final class HtmlFindings {
    private static final int MOST = 1_000;

    /** Clients that are named; more are counted. */
    private static final int CLIENTS = 3;

    private final Map<Severity, StringBuilder> found = new EnumMap<>(Severity.class);
    private final Map<Severity, Integer> counts = new EnumMap<>(Severity.class);
    private final Set<String> explained = new HashSet<>();
    private int shown;
    private int left;

    /** Adds a finding; returns false if there is no room, and then only counts it. */
    boolean add(Finding finding) {
        Severity severity = finding.severity();
        counts.merge(severity, 1, Integer::sum);
        if (shown == MOST) {
            left++;
            return false;
        }
        shown++;
        finding(found.computeIfAbsent(severity, made -> new StringBuilder()), finding);
        return true;
    }

    private void finding(StringBuilder html, Finding finding) {
        html.append("<article>\n").append(HtmlText.element("h4", finding.title()));
        html.append("\n<p><span class=\"where\">").append(HtmlText.of(finding.where()));
        html.append("</span> <span class=\"volume\">").append(HtmlText.of(volume(finding)));
        html.append("</span> <span class=\"finding\">· id ")
                .append(FindingIds.of(finding))
                .append("</span></p>\n");
        if (!finding.facts().isEmpty() || !finding.examples().isEmpty()) {
            html.append("<ul>\n");
            finding.facts()
                    .forEach(fact -> html.append(HtmlText.element("li", fact)).append('\n'));
            finding.examples().forEach(example -> example(html, example));
            html.append("</ul>\n");
        }
        if (explained.add(finding.id())) {
            html.append("<p class=\"means\">")
                    .append(HtmlText.of(finding.advice()))
                    .append("</p>\n");
        }
        html.append("</article>\n");
    }

    private static String volume(Finding finding) {
        return Amounts.count(finding.flows(), "flow") + " from " + finding.clientWords(CLIENTS) + ", "
                + Amounts.bytes(finding.bytes()) + " (" + Amounts.bytes(finding.uploaded()) + " up), "
                + HtmlText.time(finding.first()) + " to " + HtmlText.time(finding.last())
                + " UTC";
    }

    private static void example(StringBuilder html, FlowRecord record) {
        html.append("<li><a href=\"#flow=").append(record.number()).append("\">flow ");
        html.append(record.number()).append("</a> in ").append(HtmlText.of(record.capture() + Why.ofExample(record)));
        html.append("</li>\n");
    }

    /**
     * {@code 28 findings: 4 high, 10 medium, 14 low}.
     *
     * @param looked whether the run looked for findings
     */
    String verdict(boolean looked) {
        StringBuilder text = new StringBuilder();
        Severity[] all = Severity.values();
        for (int i = all.length - 1; i >= 0; i--) {
            Integer count = counts.get(all[i]);
            if (count != null) {
                text.append(text.isEmpty() ? ": " : ", ").append(Amounts.count(count));
                text.append(' ').append(all[i] == Severity.INFO ? "informational" : all[i].word());
            }
        }
        if (text.isEmpty()) {
            return looked ? "No findings" : "What each flow is; no findings were looked for";
        }
        return Amounts.count((long) shown + left, "finding") + text;
    }

    /** @param looked whether the run looked for findings */
    String html(boolean looked) {
        if (shown == 0) {
            return HtmlText.element("p", looked ? "No findings." : "periplus review FOLDER looks for findings.");
        }
        StringBuilder html = new StringBuilder();
        Severity[] all = Severity.values();
        for (int i = all.length - 1; i >= 0; i--) {
            StringBuilder some = found.get(all[i]);
            if (some != null) {
                group(html, all[i], some);
            }
        }
        if (left > 0) {
            html.append(HtmlText.element(
                    "p",
                    Amounts.count(left, "more finding") + " of lower severity not on this page; -o json lists all."));
        }
        return html.toString();
    }

    /** Appends the findings of one severity; informational ones are folded. */
    private void group(StringBuilder html, Severity severity, StringBuilder some) {
        boolean folded = severity == Severity.INFO;
        String heading = "<h3>" + (folded ? "Informational" : severity.word()) + " <span class=\"count\">"
                + Amounts.count(counts.getOrDefault(severity, 0)) + "</span></h3>";
        html.append("<section class=\"severity ").append(severity.word()).append("\">\n");
        if (folded) {
            html.append("<details><summary>").append(heading).append("</summary>\n");
            html.append(some).append("</details>\n");
        } else {
            html.append(heading).append('\n').append(some);
        }
        html.append("</section>\n");
    }
}
