package dev.periplus.calibrate;

import dev.periplus.answer.Amounts;
import dev.periplus.text.WrappedText;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;

/** Prints how often labels were right when they were measured, in 80 columns. */
public final class CalibrationText {
    private static final String FORMAT = "%-12s%-16s%8s%8s%9s  %-15s%s";
    private static final int LABEL_WIDTH = 28;

    private final PrintStream out;
    private final WrappedText text;

    /** @param width columns */
    public CalibrationText(PrintStream to, int width) {
        out = to;
        text = new WrappedText(out, width);
    }

    /** @param everyLabel whether to list labels and rules that were never wrong too */
    public void print(CalibrationCounts counts, boolean everyLabel) {
        counts.remarks().forEach(remark -> text.print(remark, 0));
        out.println();
        row("confidence", "form", "right", "wrong", "share", "95 % interval", "");
        for (Band band : Band.values()) {
            row(band.text(), "any", counts.inAnyForm(band), band);
            for (Form form : Form.values()) {
                if (counts.in(form, band).flows() > 0) {
                    row("", form.id(), counts.in(form, band), band);
                }
            }
        }
        out.println();
        long never = counts.labels().values().stream()
                .filter(measured -> measured.wrong() == 0)
                .count();
        row("label, rule", "", "right", "wrong", "share", "95 % interval", "");
        for (Map.Entry<String, Measured> label : counts.labels().entrySet()) {
            list(label.getKey(), label.getValue(), everyLabel);
            counts.rules(label.getKey()).forEach((rule, measured) -> list("  " + rule, measured, everyLabel));
        }
        out.println();
        out.println(
                Amounts.count(never) + " of " + Amounts.count(counts.labels().size(), "label") + " were never wrong"
                        + (everyLabel || never == 0 ? "." : "; -v lists them too."));
    }

    private void row(String confidence, String form, Measured measured, Band band) {
        if (measured.flows() == 0) {
            row(confidence, form, "0", "0", "-", "-", "");
            return;
        }
        row(
                confidence,
                form,
                Amounts.count(measured.right()),
                Amounts.count(measured.wrong()),
                share(measured.share()),
                interval(measured.interval()),
                measured.isBelow(band.lowest()) ? " too high" : "");
    }

    private void list(String label, Measured measured, boolean always) {
        if (!always && measured.wrong() == 0) {
            return;
        }
        String name = label;
        if (label.length() >= LABEL_WIDTH) {
            out.println(label);
            name = "";
        }
        out.println(String.format(
                        Locale.ROOT,
                        "%-" + LABEL_WIDTH + "s%8s%8s%9s  %s",
                        name,
                        Amounts.count(measured.right()),
                        Amounts.count(measured.wrong()),
                        share(measured.share()),
                        interval(measured.interval()))
                .stripTrailing());
    }

    private void row(String... cells) {
        out.println(String.format(Locale.ROOT, FORMAT, (Object[]) cells).stripTrailing());
    }

    private static String interval(Interval interval) {
        return share(interval.low()) + "-" + share(interval.high());
    }

    /** Four decimals, never rounded up. */
    private static String share(double share) {
        return String.format(Locale.ROOT, "%.4f", Math.floor(share * 10_000 + 1e-9) / 10_000);
    }
}
