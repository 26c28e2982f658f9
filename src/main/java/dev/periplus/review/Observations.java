package dev.periplus.review;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.answer.Amounts;
import dev.periplus.answer.Finding;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Layer;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Rhythm;
import dev.periplus.review.FindingRule.When;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Findings that one flow shows by itself: what is inside, whose it is, what it gave away, and how it lives. */
final class Observations implements Observer {
    private static final long SECOND = 1_000_000_000L;
    private static final long LONG = 3600 * SECOND;

    /** Beats of a flow that are enough for a rhythm, and the spread of their intervals, in parts of the mean. */
    private static final int BEATS = 20;

    private static final double STEADY = 0.15;

    /** Echo replies with other data than their requests, and bytes of data, that are no damage. */
    private static final int ALTERED = 8;

    private static final long CARRIED = 4_000;

    /** The same of requests alone, whose replies return their data as they must. */
    private static final int VARIED = 100;

    private static final long CARRIED_OUT = 64_000;

    private final FindingRules rules;
    private final Subjects subjects = new Subjects();

    Observations(FindingRules rules) {
        this.rules = rules;
    }

    @Override
    public void add(FlowRecord record) {
        inside(record);
        application(record);
        credentials(record);
        echo(record);
        file(record);
        life(record);
        poll(record);
    }

    /** Labels of what a flow carries inside another protocol; those that share its datagrams are beside each other. */
    private void inside(FlowRecord record) {
        if (record.flow().isShared()) {
            return;
        }
        String outer = record.verdict().label();
        for (Layer layer : record.inside()) {
            Verdict verdict = layer.verdict();
            String label = verdict.label();
            FindingRule rule = label == null ? null : rules.rule(When.INSIDE, label);
            boolean counts = outer != null && verdict.confidence() >= LabelUse.CERTAIN && !label.equals(outer);
            if (counts && rule != null && !rules.related(label, outer)) {
                String names = rules.name(label) + " inside " + rules.name(outer);
                String around = String.join(" > ", record.protocols());
                List<String> facts = new ArrayList<>(List.of("protocols, outermost first: " + around));
                record.metadata().values("http", "connect").forEach(to -> facts.add("asked the proxy for " + to));
                record.metadata().values("socks", "connect").forEach(to -> facts.add("asked the proxy for " + to));
                subjects.add(rule, record.flow().server().address().toString(), names, 0, record, facts);
            }
        }
    }

    /** Applications that are worth a look wherever they are. */
    private void application(FlowRecord record) {
        String id = record.application();
        FindingRule rule = id == null ? null : rules.rule(When.APPLICATION, id);
        if (rule != null && rule.categories().size() + rule.labels().size() > 0) {
            NamedService named = record.named();
            boolean asked = named != null && named.field().startsWith("dns.");
            List<String> facts = named == null ? List.of() : List.of(named.field() + ": " + named.host());
            int lowered = asked && !rule.categories().contains("malware") ? 1 : 0;
            subjects.add(rule, "", rules.application(id), lowered, record, facts);
        }
    }

    private void credentials(FlowRecord record) {
        for (String sent : record.metadata().values("credentials", "sent")) {
            FindingRule rule = rules.rule(When.CREDENTIALS, label(record));
            if (rule != null) {
                String how = sent.substring(0, Math.max(0, sent.indexOf(':')));
                subjects.add(rule, record.flow().server().address().toString(), how, 0, record, List.of(sent));
            }
        }
    }

    /** Executables; archives are facts of the flow and no finding. */
    private void file(FlowRecord record) {
        List<String> executables = record.metadata().values("file", "executable");
        if (executables.isEmpty()) {
            return;
        }
        boolean disguised = !record.metadata().values("file", "disguise").isEmpty();
        boolean stray = label(record) == null;
        FindingRule rule =
                rules.rule(disguised ? When.DISGUISED_FILE : stray ? When.STRAY_FILE : When.FILE, label(record));
        if (rule != null) {
            List<String> facts = new ArrayList<>(record.metadata().values("file", "seen"));
            record.metadata().values("file", "disguise").forEach(as -> facts.add("called " + as));
            Details.agent(record).ifPresent(facts::add);
            subjects.add(rule, record.flow().server().toString(), executables.get(0), 0, record, facts);
        }
    }

    private static @Nullable String label(FlowRecord record) {
        return record.verdict().label();
    }

    /** Echo replies must return the data of their requests; those of a tunnel carry their own. */
    private void echo(FlowRecord record) {
        int altered = number(record, "altered");
        int varied = number(record, "varied");
        Flow flow = record.flow();
        long payload = flow.payload(0) + flow.payload(1);
        FindingRule rule = rules.rule(When.ECHO_TUNNEL);
        boolean both = altered >= ALTERED && varied >= ALTERED && payload >= CARRIED;
        if (rule != null && (both || varied >= VARIED && payload >= CARRIED_OUT)) {
            String fact = Amounts.count(altered) + " echo replies with other data than their requests, "
                    + Amounts.count(varied, "request") + " with other data than the one before, "
                    + Amounts.bytes(payload) + " of data";
            subjects.add(rule, flow.server().address().toString(), ends(flow), 0, record, List.of(fact));
        }
    }

    private static int number(FlowRecord record, String key) {
        List<String> values = record.metadata().values("icmp", key);
        return values.isEmpty() ? 0 : Integer.parseInt(values.get(0));
    }

    /** Flows that nobody can name, or where nobody expects them, and that last or beat. */
    private void life(FlowRecord record) {
        Flow flow = record.flow();
        boolean odd = label(record) == null || record.standing() == Standing.NOT_AS_REGISTERED;
        boolean outside = !flow.host(flow.serverSide()).isPrivate() && !isGroup(flow);
        if (!odd || !outside || !record.showsService() || record.application() != null) {
            return;
        }
        long lasted = flow.end() - flow.start();
        Rhythm rhythm = flow.rhythm();
        FindingRule beacon = rules.rule(When.BEACON, label(record));
        FindingRule lives = rules.rule(When.LONG_LIVED, label(record));
        if (rhythm != null && isSteady(rhythm) && beacon != null && label(record) == null) {
            Beat beat = Beat.of(flow, rhythm);
            subjects.add(beacon, flow.server().toString(), beat.name(), 0, record, List.of(beat.fact()));
        } else if (lives != null && lasted >= LONG) {
            String fact = "lasted " + Amounts.duration(lasted);
            subjects.add(lives, flow.server().toString(), ends(flow), 0, record, List.of(fact));
        }
    }

    private static boolean isSteady(Rhythm rhythm) {
        return rhythm.beats() >= BEATS && rhythm.deviation() <= STEADY * rhythm.mean();
    }

    /** The rhythm of a flow in words. */
    private record Beat(String name, String fact) {
        static Beat of(Flow flow, Rhythm rhythm) {
            String every = "every " + Amounts.duration(Math.round(rhythm.mean()));
            return new Beat(
                    ends(flow) + " within one flow, " + every,
                    "payload " + rhythm.beats() + " times after a pause, " + every + " ± "
                            + Amounts.duration(Math.round(rhythm.deviation())) + " for "
                            + Amounts.duration(flow.end() - flow.start()) + ", "
                            + Amounts.bytes((flow.payload(0) + flow.payload(1)) / rhythm.beats()) + " each time");
        }
    }

    /** HTTP to a host outside, in which little passes at regular intervals. */
    private void poll(FlowRecord record) {
        Flow flow = record.flow();
        Rhythm rhythm = flow.rhythm();
        FindingRule rule = label(record) == null ? null : rules.rule(When.LONG_POLL, label(record));
        boolean outside = !flow.host(flow.serverSide()).isPrivate() && !isGroup(flow);
        if (rule != null && outside && record.application() == null && rhythm != null && isSteady(rhythm)) {
            Beat beat = Beat.of(flow, rhythm);
            subjects.add(rule, flow.server().toString(), beat.name(), 0, record, List.of(beat.fact()));
        }
    }

    private static boolean isGroup(Flow flow) {
        int server = flow.serverSide();
        return Address.isMulticast(flow.high(server), flow.low(server));
    }

    /** The client and the server's endpoint: {@code 10.0.0.1 to 192.0.2.1:443/tcp}. */
    static String ends(Flow flow) {
        boolean ports = Transport.hasPorts(flow.protocol());
        String server =
                ports ? flow.server().toString() : flow.server().address().toString();
        return flow.host(flow.clientSide()) + " to " + server;
    }

    @Override
    public void findings(Consumer<Finding> taker) {
        subjects.findings(taker);
    }

    @Override
    public long left() {
        return subjects.left();
    }
}
