package dev.periplus.explain;

import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.capture.FilterException;
import dev.periplus.classify.Weighing;
import dev.periplus.engine.AskedDetector;
import dev.periplus.engine.Engine;
import dev.periplus.engine.FlowSearch;
import dev.periplus.engine.LabelSearch;
import dev.periplus.flow.Flow;
import dev.periplus.rule.Protocol;
import dev.periplus.rule.Signature;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Tells why a flow does not have a label: it was looked for and not found, or not looked for. Reads the flow again and
 * asks for the label about every packet, so that what it says of the bytes holds whatever the run had asked.
 */
final class WhyNot {
    private static final int LONGEST = 120;
    private static final String NOT_THERE = "This run did not look there: ";

    /** Decibans that lift a label over its prior by themselves. */
    private static final double ENOUGH = -Weighing.PRIOR;

    private final Engine.Settings settings;
    private final Flow flow;
    private final String id;
    private final Protocol protocol;
    private final FlowRecord record;
    private final List<String> captures;
    private final List<Signature> signatures;

    /** @param protocol the label */
    WhyNot(Engine.Settings settings, FlowRecord record, Protocol protocol, List<String> captures) {
        this.settings = settings;
        this.record = record;
        this.protocol = protocol;
        this.captures = captures;
        id = protocol.id();
        flow = record.flow();
        signatures = settings.rules().signatures(id);
    }

    /** Returns the answer, one sentence or two. */
    String sentence() throws FilterException {
        return "Why not " + id + ": " + because();
    }

    private String because() throws FilterException {
        if (id.equals(record.verdict().label())) {
            return "it is " + id + ", see the evidence above.";
        }
        if (record.protocols().contains(id)) {
            return "the flow speaks it, within " + record.verdict().label() + ".";
        }
        List<Evidence> spoken = record.evidence().stream()
                .filter(piece -> piece.kind() != Evidence.Kind.APPLICATION)
                .filter(piece -> piece.label().equals(id))
                .toList();
        if (!spoken.isEmpty()) {
            return weighed(spoken);
        }
        if (captures.contains("-")) {
            return "standard input cannot be read twice, so nothing can be said of its bytes.";
        }
        if (flow.payload(0) + flow.payload(1) == 0) {
            return "not looked for: the flow has no payload.";
        }
        LabelSearch search = new LabelSearch(id, signatures);
        new FlowSearch(settings, flow, search).read(captures);
        LabelSearch.Find find = search.find();
        LabelSearch.Near near = search.nearest();
        if (find != null && find.weight() > ENOUGH) {
            return unasked(find);
        }
        if (near != null) {
            return near(near, search.packets());
        }
        if (signatures.isEmpty() && find == null && !search.takes(flow.protocol())) {
            return "not looked for: the detector " + id + " takes no " + Transport.name(flow.protocol()) + ".";
        }
        if (!signatures.isEmpty() && find == null) {
            return "not looked for: its rules are for "
                    + String.join(
                            ", ",
                            signatures.stream()
                                    .flatMap(signature -> signature.transports().stream())
                                    .distinct()
                                    .map(Transport::name)
                                    .toList())
                    + ", and this flow is " + Transport.name(flow.protocol()) + ".";
        }
        return "looked for in " + inspected(search.packets()) + " and not found: no detector for "
                + Transport.name(flow.protocol()) + " finds it in either side's bytes, and no other flow points to it ("
                + String.join("; ", protocol.references()) + ").";
    }

    private String inspected(int packets) {
        return packets == 1 ? "the payload packet inspected" : "the " + packets + " payload packets inspected";
    }

    /** Says that there is evidence, but not enough. */
    private String weighed(List<Evidence> spoken) {
        double sum = spoken.stream().mapToDouble(Evidence::weight).sum() + Weighing.PRIOR;
        return String.format(
                Locale.ROOT,
                "its evidence above adds up to %+.0f decibans, including the prior of %.0f; %s.",
                sum,
                Weighing.PRIOR,
                sum <= 0 ? "a label needs more than 0" : "a rival has more");
    }

    /** Says where the label's bytes are, and why the run did not take them. */
    private String unasked(LabelSearch.Find find) throws FilterException {
        String where = String.format(
                Locale.ROOT,
                "the %s's bytes in packet %d have its form: %s, %+.0f decibans. ",
                find.by().word(),
                find.packet(),
                find.says(),
                find.weight());
        try (AskedDetector asked = new AskedDetector(settings.rules(), find.detector())) {
            new FlowSearch(settings, flow, asked).read(captures);
            return where + NOT_THERE + reason(asked, find) + ".";
        }
    }

    private String reason(AskedDetector asked, LabelSearch.Find find) {
        String detector = "the detector " + find.detector();
        String label = record.verdict().label();
        if (asked.lastAsked() == 0) {
            return detector + " was not asked, because of the byte that the flow opens with";
        }
        if (asked.lastAsked() < find.packet() && asked.gaveUp()) {
            return detector + " had ended its search with packet " + asked.lastAsked();
        }
        if (asked.lastInspected() < find.packet()) {
            return "inspection had ended with packet " + asked.lastInspected();
        }
        if (asked.lastAsked() < find.packet()) {
            return detector + " was not asked after packet " + asked.lastAsked()
                    + (label == null || asked.labelled() == 0
                            ? ""
                            : ", because packet " + asked.labelled() + " had shown " + label);
        }
        return detector + " was asked, but about both sides together, and the other side's bytes are not " + id;
    }

    private static String cut(String condition) {
        return condition.length() <= LONGEST ? condition : condition.substring(0, LONGEST) + "…";
    }

    /** Returns why no signature was tried on a packet, or null if it may have been. */
    private @Nullable String settled(long packet) throws FilterException {
        try (AskedDetector asked = new AskedDetector(settings.rules(), "")) {
            new FlowSearch(settings, flow, asked).read(captures);
            String label = record.verdict().label();
            if (asked.lastInspected() < packet) {
                return "inspection had ended with packet " + asked.lastInspected();
            }
            return label == null || asked.labelled() == 0 || asked.labelled() >= packet
                    ? null
                    : "packet " + asked.labelled() + " had shown " + label;
        }
    }

    /** Says how near the nearest signature came. */
    private String near(LabelSearch.Near near, int packets) throws FilterException {
        Signature signature = near.signature();
        String place = "packet " + near.packet() + " from the " + near.by().word();
        if (near.failure() != null) {
            return String.format(
                    Locale.ROOT,
                    "looked for in %s and not found: %s comes closest, in %s: of its conditions %d %% hold; the first to"
                            + " fail: %s",
                    inspected(packets),
                    signature.rule(),
                    place,
                    Math.round(near.share() * 100),
                    cut(near.failure()));
        }
        String matches = signature.rule() + " matches " + place;
        if (!near.fits()) {
            return matches + ", but asks for message " + Math.max(1, signature.message()) + " of "
                    + (signature.from() == Signature.From.EITHER
                            ? "a side"
                            : "the " + signature.from().name().toLowerCase(Locale.ROOT))
                    + "; this is message " + near.number() + ".";
        }
        if (signature.weight() > ENOUGH && near.reply() != LabelSearch.Reply.DIFFERS) {
            String settled = settled(near.packet());
            if (settled != null) {
                return matches + ". " + NOT_THERE + settled + ".";
            }
        }
        return switch (near.reply()) {
            case DIFFERS -> matches + ", but the reply that the rule asks for did not come: the answer differs.";
            case MISSING -> matches + ", but the reply that the rule asks for was not seen.";
            case MATCHES, NOT_NEEDED ->
                matches
                        + String.format(
                                Locale.ROOT,
                                ", but its weight of %s does not count here, or a rival weighs more.",
                                Amounts.count(Math.round(signature.weight()), "deciban"));
        };
    }
}
