package dev.periplus.report;

import dev.periplus.answer.Amounts;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The counters of a run in words, not yet {@link Printable}. A counter that is not known to be harmless is a loss, so
 * that none is passed over because it is new.
 */
public final class Losses {
    private static final Set<String> HARMLESS = Set.of(
            "packets-read",
            "packets",
            "ip-packets",
            "flows",
            "flows.labelled",
            "flows.reported-active",
            "flows.not-shown",
            "flows.open",
            "captures",
            "bytes",
            "fragments",
            "received",
            "queued");
    private static final Set<String> WORTH_SAYING = Set.of("not-ip", "fragments.reassembled", "packets-filtered");
    private static final String TUNNEL = "tunnel.";

    /** What became of each packet; the losses among it are said by reason. */
    private static final String FATE = "packets.";

    private static final String UNKNOWN = "flows.unknown.";

    private Losses() {}

    /** {@code 3 malformed (2 udp length, 1 ip version), 1 flows evicted}, or {@code nothing}. */
    public static String lost(Map<String, Long> counters) {
        Map<String, List<String>> details = new LinkedHashMap<>();
        for (Map.Entry<String, Long> counter : counters.entrySet()) {
            if (isLoss(counter)) {
                String name = counter.getKey();
                String sum = sumOf(name, counters);
                if (sum.isEmpty()) {
                    details.computeIfAbsent(name, it -> new ArrayList<>());
                } else {
                    String detail = said(counter.getValue(), name.substring(sum.length() + 1));
                    details.computeIfAbsent(sum, it -> new ArrayList<>()).add(detail);
                }
            }
        }
        List<String> losses = new ArrayList<>();
        details.forEach((name, parts) -> losses.add(said(counters.getOrDefault(name, 0L), name)
                + (parts.isEmpty() ? "" : " (" + String.join(", ", parts) + ")")));
        return losses.isEmpty() ? "nothing" : String.join(", ", losses);
    }

    /** What was neither a flow nor a loss: frames without IP, opened tunnels, reassembled datagrams; may be empty. */
    public static String besides(Map<String, Long> counters) {
        List<String> parts = new ArrayList<>();
        counters.forEach((name, count) -> {
            if (count == 0) {
                return;
            }
            if (name.startsWith(TUNNEL)) {
                parts.add(Amounts.count(count) + " taken out of " + name.substring(TUNNEL.length()));
            } else if (WORTH_SAYING.contains(name)) {
                parts.add(Amounts.count(count) + " " + remark(name));
            }
        });
        return String.join(", ", parts);
    }

    private static String remark(String name) {
        return switch (name) {
            case "not-ip" -> "without IP";
            case "packets-filtered" -> "left out by the filter";
            default -> "made whole from fragments";
        };
    }

    private static boolean isLoss(Map.Entry<String, Long> counter) {
        String name = counter.getKey();
        return counter.getValue() != 0
                && !HARMLESS.contains(name)
                && !WORTH_SAYING.contains(name)
                && !name.startsWith(TUNNEL)
                && !name.startsWith(FATE)
                && !name.startsWith(UNKNOWN);
    }

    /** The counter that this one is part of: {@code malformed} of {@code malformed.udp-length}; or nothing. */
    private static String sumOf(String name, Map<String, Long> counters) {
        int dot = name.indexOf('.');
        String sum = dot < 0 ? "" : name.substring(0, dot);
        return counters.containsKey(sum) && !HARMLESS.contains(sum) ? sum : "";
    }

    private static String said(long count, String name) {
        return switch (name) {
            case "truncated" -> Amounts.count(count, "packet") + " cut short by the capture";
            case "drops-reported-by-capture" -> Amounts.count(count, "packet") + " dropped by the capturing program";
            case "flows.evicted" -> Amounts.count(count, "flow") + " evicted";
            case "stream.gaps" -> Amounts.count(count, "gap") + " in streams";
            case "stream.segments-dropped" -> Amounts.count(count, "segment") + " of streams dropped";
            case "inspection.failures" -> Amounts.count(count, "failure") + " of inspection";
            default -> Amounts.count(count) + " " + name.replace('.', ' ').replace('-', ' ');
        };
    }
}
