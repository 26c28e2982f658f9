package dev.periplus.report;

import dev.periplus.classify.Evidence;
import dev.periplus.classify.FlowRecord;
import dev.periplus.classify.HostNames;
import dev.periplus.classify.Incomplete;
import dev.periplus.classify.Layer;
import dev.periplus.classify.Verdict;
import dev.periplus.flow.Flow;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.Registration;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;
import tools.jackson.core.io.SerializedString;

/** The native record of a flow. */
final class JsonFlow {
    private static final int CONFIDENCE_DECIMALS = 4;
    private static final double CONFIDENCE_SCALE = 10_000;
    private static final int NANO_DECIMALS = 9;

    private static final SerializableString CAPTURE = new SerializedString("capture");
    private static final SerializableString FLOW = new SerializedString("flow");
    private static final SerializableString UID = new SerializedString("uid");
    private static final SerializableString COMMUNITY_ID = new SerializedString("community_id");
    private static final SerializableString TRANSPORT = new SerializedString("transport");
    private static final SerializableString VLAN = new SerializedString("vlan");
    private static final SerializableString TUNNEL = new SerializedString("tunnel");
    private static final SerializableString CLIENT = new SerializedString("client");
    private static final SerializableString SERVER = new SerializedString("server");
    private static final SerializableString IP = new SerializedString("ip");
    private static final SerializableString PORT = new SerializedString("port");
    private static final SerializableString PACKETS = new SerializedString("packets");
    private static final SerializableString BYTES = new SerializedString("bytes");
    private static final SerializableString PAYLOAD_BYTES = new SerializedString("payload_bytes");
    private static final SerializableString DIRECTION = new SerializedString("direction");
    private static final SerializableString START = new SerializedString("start");
    private static final SerializableString END = new SerializedString("end");
    private static final SerializableString DURATION = new SerializedString("duration");
    private static final SerializableString LABEL = new SerializedString("label");
    private static final SerializableString PROTOCOL = new SerializedString("protocol");
    private static final SerializableString APPLICATION = new SerializedString("application");
    private static final SerializableString PROTOCOLS = new SerializedString("protocols");
    private static final SerializableString INCOMPLETE = new SerializedString("incomplete");
    private static final SerializableString INSIDE = new SerializedString("inside");
    private static final SerializableString SERVICE = new SerializedString("service");
    private static final SerializableString HOST = new SerializedString("host");
    private static final SerializableString FIELD = new SerializedString("field");
    private static final SerializableString BASIS = new SerializedString("basis");
    private static final SerializableString CONFIDENCE = new SerializedString("confidence");
    private static final SerializableString UNKNOWN_BECAUSE = new SerializedString("unknown_because");
    private static final SerializableString REGISTERED = new SerializedString("registered");
    private static final SerializableString NAME = new SerializedString("name");
    private static final SerializableString DESCRIPTION = new SerializedString("description");
    private static final SerializableString DATE = new SerializedString("date");
    private static final SerializableString KNOWN_USERS = new SerializedString("known_users");
    private static final SerializableString ID = new SerializedString("id");
    private static final SerializableString RANGE = new SerializedString("range");
    private static final SerializableString SOURCE = new SerializedString("source");
    private static final SerializableString STANDING = new SerializedString("standing");
    private static final SerializableString EVIDENCE = new SerializedString("evidence");
    private static final SerializableString KIND = new SerializedString("kind");
    private static final SerializableString FOR = new SerializedString("for");
    private static final SerializableString WEIGHT = new SerializedString("weight");
    private static final SerializableString SAYS = new SerializedString("says");
    private static final SerializableString RULE = new SerializedString("rule");
    private static final SerializableString PACKET = new SerializedString("packet");
    private static final SerializableString OFFSET = new SerializedString("offset");
    private static final SerializableString ALTERNATIVES = new SerializedString("alternatives");
    private static final SerializableString PROCESS = new SerializedString("process");
    private static final SerializableString METADATA = new SerializedString("metadata");
    private static final SerializableString SCAN = new SerializedString("scan");
    private static final SerializableString TARGETS = new SerializedString("targets");

    private final JsonGenerator json;
    private final Digits digits = new Digits();
    private final FlowIds ids = new FlowIds();

    /** The sources of a known user as one text: users are few and come again and again. */
    private final Map<KnownUser, String> sources = new IdentityHashMap<>();

    JsonFlow(JsonGenerator json) {
        this.json = json;
    }

    void write(FlowRecord record) {
        Flow flow = record.flow();
        json.writeStartObject();
        text(CAPTURE, record.capture());
        json.writeName(FLOW).writeNumber(record.number());
        ascii(UID, ids.uid(flow));
        ascii(COMMUNITY_ID, ids.communityId(flow));
        text(TRANSPORT, IpProtocols.name(flow.protocol()));
        vlan(flow.vlan());
        tunnel(flow.tunnelKinds());
        side(CLIENT, flow, flow.clientSide());
        side(SERVER, flow, flow.serverSide());
        text(DIRECTION, Words.of(flow.direction()));
        time(START, flow.start());
        time(END, flow.end());
        number(DURATION, flow.end() - flow.start(), NANO_DECIMALS);
        verdict(record.verdict(), record.application());
        protocols(record.protocols());
        incomplete(record.incomplete());
        registered(record.registered());
        knownUsers(record.knownUsers(), flow.port(flow.serverSide()));
        text(STANDING, record.standing().id());
        evidence(record.evidence());
        alternatives(record.verdict().alternatives());
        inside(record.inside());
        json.writeName(PROCESS).writeNull();
        metadata(record);
        json.writeEndObject();
    }

    private void vlan(int vlan) {
        if (vlan == 0) {
            return;
        }
        json.writeName(VLAN).writeStartArray();
        if (Words.outerVlan(vlan) > 0) {
            json.writeNumber(Words.outerVlan(vlan));
        }
        json.writeNumber(Words.innerVlan(vlan)).writeEndArray();
    }

    private void tunnel(int kinds) {
        if (kinds == 0) {
            return;
        }
        json.writeName(TUNNEL).writeStartArray();
        for (int i = 0; i < Words.tunnels(kinds); i++) {
            json.writeString(Words.tunnel(kinds, i));
        }
        json.writeEndArray();
    }

    private void side(SerializableString name, Flow flow, int side) {
        json.writeName(name).writeStartObject();
        text(IP, flow.address(side));
        json.writeName(PORT).writeNumber(flow.port(side));
        json.writeName(PACKETS).writeNumber(flow.packets(side));
        json.writeName(BYTES).writeNumber(flow.bytes(side));
        json.writeName(PAYLOAD_BYTES).writeNumber(flow.payload(side));
        json.writeEndObject();
    }

    private void verdict(Verdict verdict, @Nullable String application) {
        text(LABEL, verdict.label());
        text(PROTOCOL, verdict.protocol());
        text(APPLICATION, application);
        text(BASIS, Words.of(verdict.basis()));
        confidence(verdict.confidence());
        Verdict.Unknown unknown = verdict.unknownBecause();
        text(UNKNOWN_BECAUSE, unknown == null ? null : unknown.id());
    }

    private void protocols(List<String> protocols) {
        json.writeName(PROTOCOLS).writeStartArray();
        protocols.forEach(json::writeString);
        json.writeEndArray();
    }

    /** What the capture did not show; left out where it showed all. */
    private void incomplete(List<Incomplete> missing) {
        if (missing.isEmpty()) {
            return;
        }
        json.writeName(INCOMPLETE).writeStartArray();
        missing.forEach(what -> json.writeString(what.id()));
        json.writeEndArray();
    }

    /** What follows changes of protocol; left out where there are none. */
    private void inside(List<Layer> layers) {
        if (layers.isEmpty()) {
            return;
        }
        json.writeName(INSIDE).writeStartArray();
        for (Layer layer : layers) {
            json.writeStartObject();
            text(LABEL, layer.verdict().label());
            text(PROTOCOL, layer.verdict().protocol());
            confidence(layer.verdict().confidence());
            evidence(layer.evidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void registered(@Nullable Registration registered) {
        json.writeName(REGISTERED);
        if (registered == null) {
            json.writeNull();
            return;
        }
        json.writeStartObject();
        text(NAME, registered.name());
        text(DESCRIPTION, registered.description());
        text(DATE, registered.date());
        json.writeEndObject();
    }

    private void knownUsers(List<KnownUser> users, int port) {
        json.writeName(KNOWN_USERS).writeStartArray();
        for (KnownUser user : users) {
            PortRange range = user.rangeOf(port);
            json.writeStartObject();
            text(ID, user.id());
            text(RANGE, range == null ? null : range.toString());
            text(SOURCE, sources.computeIfAbsent(user, it -> String.join("; ", it.sources())));
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void evidence(List<Evidence> evidence) {
        json.writeName(EVIDENCE).writeStartArray();
        for (Evidence piece : evidence) {
            json.writeStartObject();
            text(KIND, Words.of(piece.kind()));
            text(FOR, piece.label());
            number(WEIGHT, Math.round(piece.weight() * 10), 1);
            text(SAYS, piece.says());
            text(RULE, piece.rule());
            json.writeName(PACKET);
            numberOrNull(piece.packet(), piece.packet() > 0);
            json.writeName(OFFSET);
            numberOrNull(piece.offset(), piece.offset() >= 0);
            text(BYTES, piece.bytes());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void alternatives(List<Verdict.Alternative> alternatives) {
        json.writeName(ALTERNATIVES).writeStartArray();
        for (Verdict.Alternative alternative : alternatives) {
            json.writeStartObject();
            text(LABEL, alternative.label());
            confidence(alternative.confidence());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void metadata(FlowRecord record) {
        json.writeName(METADATA).writeStartObject();
        for (Map.Entry<String, Map<String, List<String>>> group :
                record.findings().metadata().entrySet()) {
            json.writeName(Unicode.wellFormed(group.getKey())).writeStartObject();
            for (Map.Entry<String, List<String>> field : group.getValue().entrySet()) {
                json.writeName(Unicode.wellFormed(field.getKey()));
                values(field.getValue());
            }
            json.writeEndObject();
        }
        HostNames.Named named = record.named();
        if (named != null) {
            json.writeName(SERVICE).writeStartObject();
            text(ID, named.service());
            text(HOST, named.host());
            text(FIELD, named.field());
            json.writeEndObject();
        }
        if (record.scanTargets() > 0) {
            json.writeName(SCAN).writeStartObject();
            json.writeName(TARGETS).writeNumber(record.scanTargets()).writeEndObject();
        }
        json.writeEndObject();
    }

    private void values(List<String> values) {
        if (values.size() == 1) {
            json.writeString(Unicode.wellFormed(values.get(0)));
            return;
        }
        json.writeStartArray();
        for (String value : values) {
            json.writeString(Unicode.wellFormed(value));
        }
        json.writeEndArray();
    }

    private void text(SerializableString name, @Nullable String value) {
        json.writeName(name);
        if (value == null) {
            json.writeNull();
        } else {
            json.writeString(Unicode.wellFormed(value));
        }
    }

    private void ascii(SerializableString name, byte[] value) {
        json.writeName(name).writeUTF8String(value, 0, value.length);
    }

    private void time(SerializableString name, long nanos) {
        digits.time(nanos);
        json.writeName(name).writeString(digits.chars(), 0, digits.length());
    }

    private void confidence(double confidence) {
        number(CONFIDENCE, Math.round(confidence * CONFIDENCE_SCALE), CONFIDENCE_DECIMALS);
    }

    private void number(SerializableString name, long scaled, int decimals) {
        digits.decimal(scaled, decimals);
        json.writeName(name).writeNumber(digits.chars(), 0, digits.length());
    }

    private void numberOrNull(long number, boolean there) {
        if (there) {
            json.writeNumber(number);
        } else {
            json.writeNull();
        }
    }
}
