package dev.periplus.report.html;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Count;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.RunSummary.CaptureRead;
import dev.periplus.report.text.SummaryText;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** The run on the page: its summary, custody and counters. */
final class HtmlRun {
    /** Lines of the summary that do not stand before the findings, unless something is wrong with them. */
    private static final Set<String> BEHIND = Set.of("packets", "no ports", "took");

    private HtmlRun() {}

    /** @param outcome lines of the summary, as on the terminal */
    static String summary(RunSummary run, List<SummaryText.Item> outcome) {
        StringBuilder html = new StringBuilder("<dl>\n");
        item(html, "read", read(run));
        outcome.stream().filter(item -> !isBehind(item)).forEach(item -> item(html, item));
        return html.append("</dl>").toString();
    }

    /** What the summary leaves out: what the run cost and counted. */
    static String effort(List<SummaryText.Item> outcome) {
        StringBuilder html = new StringBuilder("<dl>\n");
        outcome.stream().filter(HtmlRun::isBehind).forEach(item -> item(html, item));
        return html.append("</dl>").toString();
    }

    private static boolean isBehind(SummaryText.Item item) {
        return !item.bad() && BEHIND.contains(item.key());
    }

    private static void item(StringBuilder html, SummaryText.Item item) {
        html.append(HtmlText.element("dt", item.key()));
        html.append(item.bad() ? "<dd class=\"bad\">" : "<dd>").append(HtmlText.of(item.text()));
        html.append("</dd>\n");
    }

    private static String read(RunSummary run) {
        List<CaptureRead> timed =
                run.captures().stream().filter(read -> read.packets() > 0).toList();
        long damaged =
                run.captures().stream().filter(read -> read.damage() != null).count();
        String bad = damaged == 0 ? "" : "; " + Amounts.count(damaged) + " damaged or not read, see Custody";
        if (timed.isEmpty()) {
            return captures(run) + bad;
        }
        long first = timed.stream().mapToLong(CaptureRead::firstTime).min().orElseThrow();
        long last = timed.stream().mapToLong(CaptureRead::lastTime).max().orElseThrow();
        return captures(run) + ", " + HtmlText.time(first) + " to " + HtmlText.time(last) + " UTC" + bad;
    }

    /** Returns the title that the user gave; else {@code case/a.pcap}, or {@code case: 16 captures} of the same folder. */
    static String title(RunSummary run) {
        String title = run.title();
        if (title != null) {
            return title;
        }
        return captures(run);
    }

    private static String captures(RunSummary run) {
        List<CaptureRead> captures = run.captures();
        if (captures.size() == 1) {
            return captures.get(0).path();
        }
        Path folder = null;
        for (CaptureRead capture : captures) {
            Path here = Path.of(capture.path()).toAbsolutePath().normalize().getParent();
            folder = folder == null ? here : folder;
            while (folder != null && here != null && !here.startsWith(folder)) {
                folder = folder.getParent();
            }
        }
        Path name = folder == null ? null : folder.getFileName();
        return (name == null ? "" : name + ": ") + Amounts.count(captures.size(), "capture");
    }

    /** When the run was made, in UTC; empty if that is not known. */
    static String made(RunSummary run) {
        return run.made() == 0 ? "" : "made " + HtmlText.time(run.made()) + " UTC";
    }

    static String custody(RunSummary run) {
        StringBuilder html = new StringBuilder("<dl>\n");
        item(html, "version", "periplus " + run.version() + ", " + Amounts.count(run.rules(), "protocol") + " known");
        if (run.made() > 0) {
            item(html, "made", HtmlText.time(run.made()) + " UTC");
        }
        RunSummary.Custody custody = run.custody();
        if (custody != null) {
            item(html, "rules", "SHA-256 " + custody.rules());
            item(html, "command", "periplus " + HtmlText.command(custody.command()));
            custody.accepted().forEach(file -> item(html, "accepted", file.sentence(Integer.MAX_VALUE)));
        }
        html.append(
                "</dl>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Captures\"><table>\n<thead><tr>");
        for (String column : List.of("Capture", "Format", "Packets", "First", "Last", "SHA-256")) {
            html.append("<th scope=\"col\">").append(column).append("</th>");
        }
        html.append("</tr></thead>\n<tbody>\n");
        run.captures().forEach(capture -> capture(html, capture));
        return html.append("</tbody>\n</table></div>").toString();
    }

    private static void item(StringBuilder html, String key, String text) {
        html.append(HtmlText.element("dt", key))
                .append(HtmlText.element("dd", text))
                .append('\n');
    }

    private static void capture(StringBuilder html, CaptureRead capture) {
        boolean timed = capture.packets() > 0;
        String damage = capture.damage();
        String format = capture.format();
        String sha256 = capture.sha256();
        html.append("<tr><th scope=\"row\">").append(HtmlText.of(capture.path()));
        if (damage != null) {
            html.append("<br><span class=\"bad\">damaged: ")
                    .append(HtmlText.of(damage))
                    .append("</span>");
        }
        html.append("</th>").append(HtmlText.element("td", format == null ? "not read" : format));
        html.append("<td class=\"number\">")
                .append(Amounts.count(capture.packets()))
                .append("</td>");
        html.append(HtmlText.element("td", timed ? HtmlText.time(capture.firstTime()) : ""));
        html.append(HtmlText.element("td", timed ? HtmlText.time(capture.lastTime()) : ""));
        html.append("<td class=\"hash\">").append(sha256 == null ? "not computed" : HtmlText.of(sha256));
        html.append("</td></tr>\n");
    }

    /** Returns table rows of the nonzero counters. */
    static String counters(RunSummary run) {
        StringBuilder html = new StringBuilder();
        for (Count count : run.counters().counts()) {
            if (count.value() != 0) {
                html.append("<tr><th scope=\"row\">").append(HtmlText.of(count.id()));
                html.append("</th><td class=\"number\">")
                        .append(Amounts.count(count.value()))
                        .append("</td></tr>\n");
            }
        }
        return html.toString();
    }
}
