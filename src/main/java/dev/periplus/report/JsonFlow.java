package dev.periplus.report;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.FlowRecord;
import dev.periplus.classify.HostNames;
import dev.periplus.classify.Incomplete;
import dev.periplus.classify.Layer;
import dev.periplus.classify.Metadata;
import dev.periplus.classify.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.Registration;
import dev.periplus.sockets.Owner;
import dev.periplus.sockets.OwningProcess;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The native record of a flow. */
final class JsonFlow {
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;
    private static final int NANO_DECIMALS = 9;

    private static final byte[] FLOW = JsonText.name("flow");
    private static final byte[] UID = JsonText.name("uid");
    private static final byte[] COMMUNITY_ID = JsonText.name("community_id");
    private static final byte[] TRANSPORT = JsonText.name("transport");
    private static final byte[] VLAN = JsonText.name("vlan");
    private static final byte[] TUNNEL = JsonText.name("tunnel");
    private static final byte[] CLIENT = JsonText.name("client");
    private static final byte[] SERVER = JsonText.name("server");
    private static final byte[] PORT = JsonText.name("port");
    private static final byte[] PACKETS = JsonText.name("packets");
    private static final byte[] BYTES = JsonText.name("bytes");
    private static final byte[] PAYLOAD_BYTES = JsonText.name("payload_bytes");
    private static final byte[] DIRECTION = JsonText.name("direction");
    private static final byte[] START = JsonText.name("start");
    private static final byte[] END = JsonText.name("end");
    private static final byte[] ENDED = JsonText.name("ended");
    private static final byte[] DURATION = JsonText.name("duration");
    private static final byte[] LABEL = JsonText.name("label");
    private static final byte[] PROTOCOL = JsonText.name("protocol");
    private static final byte[] APPLICATION = JsonText.name("application");
    private static final byte[] PROTOCOLS = JsonText.name("protocols");
    private static final byte[] INCOMPLETE = JsonText.name("incomplete");
    private static final byte[] INSIDE = JsonText.name("inside");
    private static final byte[] HOST = JsonText.name("host");
    private static final byte[] FIELD = JsonText.name("field");
    private static final byte[] BASIS = JsonText.name("basis");
    private static final byte[] CONFIDENCE = JsonText.name("confidence");
    private static final byte[] UNKNOWN_BECAUSE = JsonText.name("unknown_because");
    private static final byte[] REGISTERED = JsonText.name("registered");
    private static final byte[] DESCRIPTION = JsonText.name("description");
    private static final byte[] DATE = JsonText.name("date");
    private static final byte[] KNOWN_USERS = JsonText.name("known_users");
    private static final byte[] RANGE = JsonText.name("range");
    private static final byte[] SOURCE = JsonText.name("source");
    private static final byte[] STANDING = JsonText.name("standing");
    private static final byte[] EVIDENCE = JsonText.name("evidence");
    private static final byte[] FOR = JsonText.name("for");
    private static final byte[] WEIGHT = JsonText.name("weight");
    private static final byte[] SAYS = JsonText.name("says");
    private static final byte[] RULE = JsonText.name("rule");
    private static final byte[] IN_CAPTURE = JsonText.name("capture");
    private static final byte[] PACKET = JsonText.name("packet");
    private static final byte[] OFFSET = JsonText.name("offset");
    private static final byte[] ALTERNATIVES = JsonText.name("alternatives");
    private static final byte[] METADATA = JsonText.name("metadata");

    private static final byte[] BEGIN = JsonText.ascii("{\"capture\":");
    private static final byte[] IP = JsonText.ascii("{\"ip\":");
    private static final byte[] FIRST_NAME = JsonText.ascii("{\"name\":");
    private static final byte[] FIRST_LABEL = JsonText.ascii("{\"label\":");
    private static final byte[] FIRST_ID = JsonText.ascii("{\"id\":");
    private static final byte[] FIRST_KIND = JsonText.ascii("{\"kind\":");
    private static final byte[] SCAN = JsonText.ascii("\"scan\":{\"targets\":");
    private static final byte[] SERVICE = JsonText.ascii("\"service\":");
    private static final byte[] NO_PROCESS = JsonText.ascii(",\"process\":null");
    private static final byte[] PROCESS = JsonText.name("process");
    private static final byte[] SIDE = JsonText.ascii("{\"side\":");
    private static final byte[] GRADE = JsonText.name("grade");
    private static final byte[] PROCESSES = JsonText.name("processes");
    private static final byte[] FIRST_PID = JsonText.ascii("{\"pid\":");
    private static final byte[] NAME = JsonText.name("name");
    private static final byte[] USER = JsonText.name("user");
    private static final byte[] COMMAND_LINE = JsonText.name("command_line");
    private static final byte[] PATH = JsonText.name("path");

    private final JsonText json;
    private final FlowIds ids = new FlowIds();

    /** The sources of a known user as one text: users are few and come again and again. */
    private final Map<KnownUser, String> sources = new IdentityHashMap<>();

    JsonFlow(JsonText json) {
        this.json = json;
    }

    void write(FlowRecord record) {
        Flow flow = record.flow();
        json.raw(BEGIN).known(record.capture());
        json.raw(FLOW).number(record.number());
        json.raw(UID).plain(ids.uid(flow));
        json.raw(COMMUNITY_ID).plain(ids.communityId(flow));
        json.raw(TRANSPORT).known(IpProtocols.name(flow.protocol()));
        vlan(flow.vlan());
        tunnel(flow.tunnelKinds());
        side(CLIENT, flow, flow.clientSide());
        side(SERVER, flow, flow.serverSide());
        json.raw(DIRECTION).known(Words.of(flow.direction()));
        json.raw(START).time(flow.start());
        json.raw(END).time(flow.end());
        json.raw(DURATION).decimal(flow.end() - flow.start(), NANO_DECIMALS);
        json.raw(ENDED).known(Words.of(flow.endReason()));
        verdict(record.verdict(), record.application());
        texts(PROTOCOLS, record.protocols());
        if (!record.incomplete().isEmpty()) {
            texts(INCOMPLETE, record.incomplete().stream().map(Incomplete::id).toList());
        }
        registered(record.registered());
        knownUsers(record.knownUsers(), flow.port(flow.serverSide()));
        json.raw(STANDING).known(record.standing().id());
        evidence(record, record.evidence());
        alternatives(record.verdict().alternatives());
        inside(record);
        processes(record.owners());
        metadata(record);
        json.raw('}').raw('\n');
    }

    /** An array with an element for each side that is known, or null. */
    private void processes(List<Owner> owners) {
        if (owners.isEmpty()) {
            json.raw(NO_PROCESS);
            return;
        }
        json.raw(PROCESS).raw('[');
        for (int i = 0; i < owners.size(); i++) {
            Owner owner = owners.get(i);
            if (i > 0) {
                json.raw(',');
            }
            json.raw(SIDE).known(owner.role().word());
            json.raw(GRADE).known(owner.grade().word());
            json.raw(PROCESSES).raw('[');
            for (int j = 0; j < owner.processes().size(); j++) {
                OwningProcess process = owner.processes().get(j);
                if (j > 0) {
                    json.raw(',');
                }
                json.raw(FIRST_PID).number(process.pid());
                json.raw(NAME).text(process.name());
                json.raw(USER).text(process.user());
                json.raw(COMMAND_LINE).text(process.commandLine());
                json.raw(PATH).text(process.path());
                json.raw('}');
            }
            json.raw(']').raw('}');
        }
        json.raw(']');
    }

    private void vlan(int vlan) {
        if (vlan == 0) {
            return;
        }
        json.raw(VLAN).raw('[');
        if (Words.outerVlan(vlan) > 0) {
            json.number(Words.outerVlan(vlan)).raw(',');
        }
        json.number(Words.innerVlan(vlan)).raw(']');
    }

    private void tunnel(int kinds) {
        if (kinds == 0) {
            return;
        }
        json.raw(TUNNEL).raw('[');
        for (int i = 0; i < Words.tunnels(kinds); i++) {
            separate(i).text(Words.tunnel(kinds, i));
        }
        json.raw(']');
    }

    /** A comma before all but the first. */
    private JsonText separate(int index) {
        return index == 0 ? json : json.raw(',');
    }

    private void side(byte[] name, Flow flow, int side) {
        json.raw(name).raw(IP);
        if (flow.isIpv4()) {
            json.ipv4((int) flow.low(side));
        } else {
            json.text(flow.address(side));
        }
        json.raw(PORT).number(flow.port(side));
        json.raw(PACKETS).number(flow.packets(side));
        json.raw(BYTES).number(flow.bytes(side));
        json.raw(PAYLOAD_BYTES).number(flow.payload(side)).raw('}');
    }

    private void verdict(Verdict verdict, @Nullable String application) {
        json.raw(LABEL).known(verdict.label());
        json.raw(PROTOCOL).known(verdict.protocol());
        json.raw(APPLICATION).known(application);
        json.raw(BASIS).known(Words.of(verdict.basis()));
        confidence(verdict.confidence());
        Verdict.Unknown unknown = verdict.unknownBecause();
        json.raw(UNKNOWN_BECAUSE).known(unknown == null ? null : unknown.id());
    }

    private void texts(byte[] name, List<String> texts) {
        json.raw(name).raw('[');
        for (int i = 0; i < texts.size(); i++) {
            separate(i).known(texts.get(i));
        }
        json.raw(']');
    }

    /** What follows changes of protocol; left out where there are none. */
    private void inside(FlowRecord record) {
        List<Layer> layers = record.inside();
        if (layers.isEmpty()) {
            return;
        }
        json.raw(INSIDE).raw('[');
        for (int i = 0; i < layers.size(); i++) {
            Layer layer = layers.get(i);
            separate(i).raw(FIRST_LABEL).text(layer.verdict().label());
            json.raw(PROTOCOL).text(layer.verdict().protocol());
            confidence(layer.verdict().confidence());
            evidence(record, layer.evidence());
            json.raw('}');
        }
        json.raw(']');
    }

    private void registered(@Nullable Registration registered) {
        json.raw(REGISTERED);
        if (registered == null) {
            json.nothing();
            return;
        }
        json.raw(FIRST_NAME).known(registered.name());
        json.raw(DESCRIPTION).known(registered.description());
        json.raw(DATE).known(registered.date()).raw('}');
    }

    private void knownUsers(List<KnownUser> users, int port) {
        json.raw(KNOWN_USERS).raw('[');
        for (int i = 0; i < users.size(); i++) {
            KnownUser user = users.get(i);
            PortRange range = user.rangeOf(port);
            separate(i).raw(FIRST_ID).known(user.id());
            json.raw(RANGE).text(range == null ? null : range.toString());
            json.raw(SOURCE)
                    .known(sources.computeIfAbsent(user, it -> String.join("; ", it.sources())))
                    .raw('}');
        }
        json.raw(']');
    }

    private void evidence(FlowRecord record, List<Evidence> evidence) {
        json.raw(EVIDENCE).raw('[');
        for (int i = 0; i < evidence.size(); i++) {
            Evidence piece = evidence.get(i);
            separate(i).raw(FIRST_KIND).known(Words.of(piece.kind()));
            json.raw(FOR).known(piece.label());
            json.raw(WEIGHT).decimal(Math.round(piece.weight() * 10), 1);
            json.raw(SAYS).text(piece.says());
            json.raw(RULE).known(piece.rule());
            if (piece.packet() > 0 && piece.capture() != record.flow().capture()) {
                json.raw(IN_CAPTURE).text(record.capture(piece));
            }
            json.raw(PACKET);
            numberOrNull(piece.packet(), piece.packet() > 0);
            json.raw(OFFSET);
            numberOrNull(piece.offset(), piece.offset() >= 0);
            json.raw(BYTES).hex(piece.bytes()).raw('}');
        }
        json.raw(']');
    }

    private void alternatives(List<Verdict.Alternative> alternatives) {
        json.raw(ALTERNATIVES).raw('[');
        for (int i = 0; i < alternatives.size(); i++) {
            separate(i).raw(FIRST_LABEL).known(alternatives.get(i).label());
            confidence(alternatives.get(i).confidence());
            json.raw('}');
        }
        json.raw(']');
    }

    private void metadata(FlowRecord record) {
        json.raw(METADATA).raw('{');
        int members = groups(record.findings().metadata());
        HostNames.Named named = record.named();
        if (named != null) {
            separate(members++).raw(SERVICE).raw(FIRST_ID).text(named.service());
            json.raw(HOST).text(named.host());
            json.raw(FIELD).text(named.field()).raw('}');
        }
        if (record.scanTargets() > 0) {
            separate(members).raw(SCAN).number(record.scanTargets()).raw('}');
        }
        json.raw('}');
    }

    /** The fields that detectors found; gives how many groups there were. */
    private int groups(Metadata metadata) {
        int groups = 0;
        for (int i = 0; i < metadata.size(); ) {
            String group = metadata.group(i);
            separate(groups++).known(group).raw(':');
            char before = '{';
            while (i < metadata.size() && metadata.group(i).equals(group)) {
                json.raw(before).known(metadata.key(i)).raw(':');
                i = values(metadata, i);
                before = ',';
            }
            json.raw('}');
        }
        return groups;
    }

    /** The values of a key, several as an array; gives where the next key is. */
    private int values(Metadata metadata, int first) {
        int end = metadata.endOfKey(first);
        if (end == first + 1) {
            json.text(metadata.value(first));
            return end;
        }
        json.raw('[');
        for (int i = first; i < end; i++) {
            separate(i - first).text(metadata.value(i));
        }
        json.raw(']');
        return end;
    }

    private void confidence(double confidence) {
        json.raw(CONFIDENCE).decimal(Math.round(confidence * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
    }

    private void numberOrNull(long number, boolean there) {
        if (there) {
            json.number(number);
        } else {
            json.nothing();
        }
    }
}
