package dev.periplus.report;

import dev.periplus.answer.Count;
import dev.periplus.answer.Counters;
import dev.periplus.answer.Evidence;
import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Incomplete;
import dev.periplus.answer.Layer;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.NamedService;
import dev.periplus.answer.RunSummary;
import dev.periplus.answer.Standing;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Packet;
import dev.periplus.decode.Tunnel;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import dev.periplus.registry.Allocation;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.Registration;
import dev.periplus.sockets.Grade;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds records by hand. */
public final class Records {
    public static final KnownUser FRAMEHAWK =
            user("framehawk", "Citrix Framehawk (display channel)", new PortRange(3224, 3324));
    public static final KnownUser ANY_MEDIA = user("any-media", "Any media", new PortRange(1024, 65535));

    private final Flow flow;
    private String capture = "case/a.pcapng";
    private long number = 1;
    private Verdict verdict = unknown(Verdict.Unknown.NO_RULE_MATCHED);
    private Metadata metadata = Metadata.NONE;
    private final List<Evidence> evidence = new ArrayList<>();
    private Registration registered;
    private List<KnownUser> users = List.of();
    private Standing standing = Standing.UNREGISTERED;
    private int scanTargets;
    private List<Incomplete> incomplete = List.of();
    private final List<Layer> inside = new ArrayList<>();
    private NamedService named;
    private List<Owner> owners = List.of();

    /** Returns a record with a value for every field. */
    public static FlowRecord full() {
        Packet first = FlowFixture.first(Packet.UDP, "10.1.4.23", 40000, "10.9.0.7", 3250);
        first.vlan = 200 << 12 | 30;
        first.tunnelKinds = Tunnel.GRE.ordinal() + 1 << Byte.SIZE | Tunnel.VXLAN.ordinal() + 1;
        OwningProcess ica = new OwningProcess(7, "wfica", "me", null, null, List.of());
        OwningProcess gateway = new OwningProcess(812, "nsppe", "root", null, null, List.of());
        return of(talk(first))
                .number(7)
                .label("dtls", 0.98765)
                .application("citrix")
                .then("framehawk")
                .registered("sysscanner", "Sys, Scanner", "2001-02", Standing.NOT_AS_REGISTERED)
                .users(FRAMEHAWK, ANY_MEDIA)
                .incomplete(Incomplete.MIDSTREAM, Incomplete.CUT_SHORT)
                .metadata(Map.of("tls", Map.of("sni", List.of("one.example", "two.example"))))
                .named("citrix", "one.example")
                .owners(
                        new Owner(Role.CLIENT, Grade.EXACT, List.of(ica)),
                        new Owner(Role.SERVER, Grade.AMBIGUOUS, List.of(gateway, ica)))
                .made();
    }

    private Records(Flow flow) {
        this.flow = flow;
    }

    public static Records of(Flow flow) {
        return new Records(flow);
    }

    public static Records tcp(String client, String server, int port) {
        return of(talk(FlowFixture.first(Packet.TCP, client, 40000, server, port)));
    }

    public static Records udp(String client, String server, int port) {
        return of(talk(FlowFixture.first(Packet.UDP, client, 40000, server, port)));
    }

    /** Frames without IP between two stations. */
    public static Records frames(int transport, String client, String server) {
        return of(talk(FlowFixture.first(transport, client, 0, server, 0)));
    }

    public static Flow talk(Packet first) {
        return FlowFixture.begin(first)
                .observed()
                .sends(0, 3, 60)
                .after(1_500_000_000L)
                .sends(1, 4, 500)
                .flow();
    }

    private static KnownUser user(String label, String name, PortRange range) {
        return new KnownUser(
                label,
                name,
                label,
                List.of(Packet.UDP),
                List.of(range),
                Allocation.LOWEST_FIRST,
                KnownUser.Grade.DOCUMENTED,
                List.of("Framehawk policy settings", "CTX205257"),
                "an ICA session of the same two hosts",
                null,
                List.of());
    }

    static Registration registration(String name, String description, int port) {
        return registration(name, description, port, null);
    }

    private static Registration registration(String name, String description, int port, @Nullable String date) {
        return new Registration(name, description, Packet.UDP, port, port, date, null, Registration.Status.ASSIGNED);
    }

    static Verdict unknown(Verdict.Unknown why) {
        return new Verdict(null, null, null, Verdict.Basis.NONE, 0, why, List.of());
    }

    public Records in(String path) {
        capture = path;
        return this;
    }

    public Records number(long of) {
        number = of;
        return this;
    }

    public Records label(String label, double confidence) {
        verdict = new Verdict(label, label, null, Verdict.Basis.PAYLOAD, confidence, null, List.of());
        return this;
    }

    public Records verdict(Verdict settled) {
        verdict = settled;
        return this;
    }

    public Records because(Verdict.Unknown why) {
        verdict = unknown(why);
        return this;
    }

    public Records evidence(Evidence piece) {
        evidence.add(piece);
        return this;
    }

    public Records says(String label, String sentence) {
        return evidence(Evidence.of(Evidence.Kind.DETECTOR, label, 60, sentence, label));
    }

    public Records metadata(Map<String, Map<String, List<String>>> metadata) {
        this.metadata = Metadata.of(metadata);
        return this;
    }

    public Records registered(String name, String description, Standing as) {
        return registered(name, description, null, as);
    }

    private Records registered(String name, String description, @Nullable String date, Standing as) {
        registered = registration(name, description, flow.port(flow.serverSide()), date);
        standing = as;
        return this;
    }

    private Records application(String application) {
        verdict = new Verdict(
                verdict.label(),
                verdict.protocol(),
                application,
                verdict.basis(),
                verdict.confidence(),
                verdict.unknownBecause(),
                verdict.alternatives());
        return this;
    }

    private Records incomplete(Incomplete... missing) {
        incomplete = List.of(missing);
        return this;
    }

    public Records users(KnownUser... known) {
        users = List.of(known);
        return this;
    }

    public Records scan(int targets) {
        scanTargets = targets;
        return because(Verdict.Unknown.UNANSWERED_PROBE);
    }

    /** Adds a layer with this label after a change of protocol. */
    public Records then(String label) {
        Verdict inner = new Verdict(label, label, null, Verdict.Basis.PAYLOAD, 0.99, null, List.of());
        inside.add(new Layer(inner, List.of(Evidence.of(Evidence.Kind.DETECTOR, label, 90, "as " + label, label))));
        return this;
    }

    public Records owners(Owner... known) {
        owners = List.of(known);
        return this;
    }

    public Records named(String service, String host) {
        named = new NamedService(service, host, "tls.sni");
        return this;
    }

    private List<String> protocols() {
        List<String> protocols = new ArrayList<>();
        if (verdict.label() != null) {
            protocols.add(verdict.label());
        }
        inside.forEach(layer -> protocols.add(layer.verdict().label()));
        return protocols;
    }

    public FlowRecord made() {
        return new FlowRecord(
                index -> capture,
                number,
                flow,
                metadata,
                verdict,
                inside,
                protocols(),
                named,
                incomplete,
                evidence,
                registered,
                users,
                null,
                standing,
                scanTargets,
                owners);
    }

    /** Returns a run over one capture. */
    public static RunSummary run(Count... counters) {
        RunSummary.CaptureRead capture = new RunSummary.CaptureRead(
                "case/a.pcapng",
                "pcapng",
                1234,
                567_890,
                1_500_000_000_000_000_000L,
                1_500_000_061_000_000_000L,
                null,
                -1);
        return new RunSummary("0.1", 108, List.of(capture), Counters.of(counters), 420_000_000L);
    }
}
