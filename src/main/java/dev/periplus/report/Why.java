package dev.periplus.report;

import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.Registration;
import dev.periplus.text.Printable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Explains in a sentence why a flow has its label, or none. Mentions the registered name only as a claim. */
public final class Why {
    private static final int MOST_USERS = 3;
    private static final int FEW_PORTS = 1_000;

    private Why() {}

    /** Returns the sentence, safe for a terminal. */
    public static String of(FlowRecord record) {
        String why = record.verdict().label() == null ? unknown(record) : known(record);
        String around = around(record.flow());
        return Printable.of(around.isEmpty() || why.isEmpty() ? why + around : why + " (" + around + ")");
    }

    private static String known(FlowRecord record) {
        Evidence strongest = strongest(record.evidence(), record.verdict().label());
        StringBuilder why = new StringBuilder(strongest == null ? "" : strongest.says());
        for (Layer layer : record.inside()) {
            why.append("; then ").append(layer.verdict().label());
        }
        Evidence naming = record.applicationEvidence();
        if (naming != null && record.named() != null) {
            boolean told = strongest != null
                    && strongest.says().contains(record.named().host());
            why.append("; ").append(naming.label()).append(told ? "" : " by " + naming.says());
        }
        return why.toString();
    }

    /**
     * Returns why a finding shows this flow, after a colon: its strongest evidence, the application, and a confidence
     * below 0.99. Empty without evidence. Not yet printable.
     */
    public static String ofExample(FlowRecord record) {
        Evidence strongest = strongest(record.evidence(), record.verdict().label());
        Evidence naming = record.applicationEvidence();
        List<String> parts = new ArrayList<>();
        if (strongest != null) {
            parts.add(strongest.says() + packet(strongest));
        }
        if (naming != null && record.named() != null) {
            parts.add(naming.label() + " by " + naming.says() + packet(naming));
        }
        String doubt = record.verdict().label() == null
                ? ""
                : Amounts.doubt(record.verdict().confidence());
        if (!doubt.isEmpty()) {
            parts.add(doubt);
        }
        return parts.isEmpty() ? "" : ": " + String.join("; ", parts);
    }

    private static String packet(Evidence piece) {
        return piece.packet() > 0 ? " (packet " + piece.packet() + ")" : "";
    }

    /** Returns the evidence with the greatest weight for a label, or null if there is none. */
    public static @Nullable Evidence strongest(List<Evidence> evidence, @Nullable String label) {
        Evidence strongest = null;
        for (Evidence piece : evidence) {
            if (piece.label().equals(label) && (strongest == null || piece.weight() > strongest.weight())) {
                strongest = piece;
            }
        }
        return strongest;
    }

    /** Returns why the label is unknown. */
    private static String unknown(FlowRecord record) {
        Verdict.Unknown because = record.verdict().unknownBecause();
        if (because == Verdict.Unknown.NO_PAYLOAD || because == Verdict.Unknown.UNANSWERED_PROBE) {
            return reason(because);
        }
        List<String> parts = new ArrayList<>();
        parts.add(reason(record.verdict()));
        Registration registered = record.registered();
        if (registered != null) {
            String name = registered.description().isEmpty() ? registered.name() : registered.description();
            parts.add("registered for " + name + " (unproven)");
        }
        parts.addAll(users(record));
        return String.join("; ", parts);
    }

    /** Describes a reason. */
    public static String reason(Verdict.Unknown reason) {
        return switch (reason) {
            case NO_PAYLOAD -> "no payload";
            case UNANSWERED_PROBE -> "unanswered probe";
            case ONE_SIDED -> "only one direction captured, and no rule matched";
            case MIDSTREAM -> "captured mid-stream, and no rule matched";
            case CUT_SHORT -> "truncated by the capture before a rule could match";
            case OPAQUE -> "looks encrypted or compressed, with no known outer protocol";
            case GAP -> "bytes are missing before a rule could match";
            case BUDGET -> "not inspected far enough (no room, or many tiny packets) for a rule to match";
            case NO_RULE_MATCHED -> "no rule matched";
            case CONTRADICTORY -> "conflicting evidence";
            case EVICTED -> "evicted (no room) before a rule matched";
        };
    }

    private static String reason(Verdict verdict) {
        Verdict.Unknown because = verdict.unknownBecause();
        String reason = because == null ? "unknown" : reason(because);
        if (because != Verdict.Unknown.CONTRADICTORY || verdict.alternatives().isEmpty()) {
            return reason;
        }
        List<String> rivals = new ArrayList<>();
        for (Verdict.Alternative rival : verdict.alternatives()) {
            rivals.add(rival.label() + " " + Amounts.confidence(rival.confidence()));
        }
        return reason + ": " + String.join(", ", rivals);
    }

    /** Lists the known users of the port: the possible ones, then those the evidence contradicts. */
    private static List<String> users(FlowRecord record) {
        List<String> possible = new ArrayList<>();
        List<String> doubted = new ArrayList<>();
        for (KnownUser user : telling(record)) {
            String against = against(record.evidence(), user.label());
            if (against == null) {
                possible.add(name(user));
            } else {
                doubted.add(name(user) + " possible, but " + against);
            }
        }
        List<String> parts = new ArrayList<>();
        int shown = Math.min(possible.size(), MOST_USERS);
        if (shown > 0) {
            int others = possible.size() - shown;
            parts.add(String.join(" or ", possible.subList(0, shown))
                    + (others == 0 ? "" : " or " + Amounts.count(others, "other")) + " possible");
        }
        parts.addAll(doubted.subList(0, Math.min(doubted.size(), MOST_USERS)));
        return parts;
    }

    /**
     * Returns the known users of the port, fewest ports first; users with very many ports only if there are no others.
     */
    private static List<KnownUser> telling(FlowRecord record) {
        List<KnownUser> users = new ArrayList<>(record.knownUsers());
        users.sort(Comparator.comparingInt(KnownUser::size));
        List<KnownUser> telling = users.stream().filter(Why::tells).toList();
        return telling.isEmpty() ? users : telling;
    }

    /** Whether the user has so few ports that seeing one of them in use is a hint. */
    public static boolean tells(KnownUser user) {
        return user.size() <= FEW_PORTS;
    }

    /** Returns the name without its parenthesised part. */
    private static String name(KnownUser user) {
        int aside = user.name().indexOf(" (");
        return aside < 0 ? user.name() : user.name().substring(0, aside);
    }

    /** Returns the strongest sentence against a label if the evidence in total is against it, else null. */
    private static @Nullable String against(List<Evidence> evidence, @Nullable String label) {
        double sum = 0;
        Evidence strongest = null;
        for (Evidence piece : evidence) {
            if (piece.label().equals(label)) {
                sum += piece.weight();
                strongest = strongest == null || piece.weight() < strongest.weight() ? piece : strongest;
            }
        }
        return strongest != null && sum < 0 ? strongest.says() : null;
    }

    /** Describes the VLANs and tunnels around a flow; empty if there are none. */
    public static String around(Flow flow) {
        List<String> around = new ArrayList<>();
        if (flow.vlan() != 0) {
            int outer = Words.outerVlan(flow.vlan());
            around.add("VLAN " + (outer == 0 ? "" : outer + "/") + Words.innerVlan(flow.vlan()));
        }
        for (int i = 0; i < Words.tunnels(flow.tunnelKinds()); i++) {
            around.add(Words.tunnel(flow.tunnelKinds(), i));
        }
        return around.isEmpty() ? "" : "in " + String.join(", ", around);
    }
}
