package dev.periplus.report.json;

import dev.periplus.answer.FlowRecord;
import dev.periplus.answer.Verdict;
import dev.periplus.flow.Encapsulation;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Rhythm;
import dev.periplus.registry.Claims;
import dev.periplus.registry.KnownUser;
import dev.periplus.registry.PortRange;
import dev.periplus.registry.Registration;
import dev.periplus.report.FlowIds;
import dev.periplus.report.Words;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writes the native record of a flow; {@link dev.periplus.report.RecordFields} lists its fields. */
public final class JsonFlow {
    private static final int NANO_DECIMALS = 9;

    private static final byte[] FLOW = JsonText.name("flow");
    private static final byte[] UID = JsonText.name("uid");
    private static final byte[] COMMUNITY_ID = JsonText.name("community_id");
    private static final byte[] TRANSPORT = JsonText.name("transport");
    private static final byte[] CLIENT = JsonText.name("client");
    private static final byte[] SERVER = JsonText.name("server");
    private static final byte[] PORT = JsonText.name("port");
    private static final byte[] PACKETS = JsonText.name("packets");
    private static final byte[] BYTES = JsonText.name("bytes");
    private static final byte[] PAYLOAD_BYTES = JsonText.name("payload_bytes");
    private static final byte[] OTHER_HALF = JsonText.name("other_half");
    private static final byte[] OF_SERVER = JsonText.ascii("{\"of\":\"server\"");
    private static final byte[] MISSED_BYTES = JsonText.name("missed_bytes");
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
    private static final byte[] BASIS = JsonText.name("basis");
    private static final byte[] UNKNOWN_BECAUSE = JsonText.name("unknown_because");
    private static final byte[] REGISTERED = JsonText.name("registered");
    private static final byte[] DESCRIPTION = JsonText.name("description");
    private static final byte[] DATE = JsonText.name("date");
    private static final byte[] KNOWN_USERS = JsonText.name("known_users");
    private static final byte[] RANGE = JsonText.name("range");
    private static final byte[] SOURCE = JsonText.name("source");
    private static final byte[] ALTERNATIVES = JsonText.name("alternatives");
    private static final byte[] STANDING = JsonText.name("standing");
    private static final byte[] RHYTHM = JsonText.ascii(",\"rhythm\":{\"beats\":");
    private static final byte[] MEAN = JsonText.name("mean");
    private static final byte[] DEVIATION = JsonText.name("deviation");
    private static final byte[] SHARED = JsonText.name("shared");

    private static final byte[] BEGIN = JsonText.ascii("{\"capture\":");
    private static final byte[] IP = JsonText.ascii("{\"ip\":");
    private static final byte[] STATION = JsonText.ascii("{\"ip\":null,\"port\":null,\"mac\":");
    private static final byte[] FIRST_NAME = JsonText.ascii("{\"name\":");
    private static final byte[] CONTINUES = JsonText.name("continues");
    private static final byte[] FIRST_ID = JsonText.ascii("{\"id\":");

    private final JsonText json;
    private final JsonMembers members;
    private final FlowIds ids = new FlowIds();

    /** The sources and ranges of known users as text: there are few, and they recur. */
    private final Map<KnownUser, String> sources = new IdentityHashMap<>();

    private final Map<PortRange, String> ranges = new IdentityHashMap<>();

    public JsonFlow(JsonText json) {
        this.json = json;
        members = new JsonMembers(json);
    }

    /** Writes the record as a line. */
    public void write(FlowRecord record) {
        record(record);
        json.raw('}').raw('\n');
    }

    /** Same, with what findings rest on and the native record leaves out: {@code rhythm} and {@code shared}, if any. */
    public void writeWhole(FlowRecord record) {
        record(record);
        Rhythm rhythm = record.flow().rhythm();
        if (rhythm != null) {
            json.raw(RHYTHM).number(rhythm.beats());
            json.raw(MEAN).decimal(Math.round(rhythm.mean()), NANO_DECIMALS);
            json.raw(DEVIATION).decimal(Math.round(rhythm.deviation()), NANO_DECIMALS);
            json.raw('}');
        }
        if (record.flow().isShared()) {
            json.raw(SHARED).flag(true);
        }
        json.raw('}').raw('\n');
    }

    private void record(FlowRecord record) {
        Flow flow = record.flow();
        json.raw(BEGIN).known(record.capture());
        json.raw(FLOW).number(record.number());
        json.raw(UID).plain(ids.uid(flow));
        json.raw(COMMUNITY_ID).plain(ids.communityId(flow));
        json.raw(TRANSPORT).known(flow.transport());
        members.vlan(flow.vlan());
        members.tunnel(flow.tunnelKinds());
        Encapsulation other = flow.otherHalf();
        if (other != null) {
            json.raw(OTHER_HALF).raw(OF_SERVER);
            members.vlan(other.vlan());
            members.tunnel(other.tunnelKinds());
            json.raw('}');
        }
        if (!flow.copies().isEmpty()) {
            members.copies(flow.copies());
        }
        Flow first = flow.continued();
        if (first != null) {
            json.raw(CONTINUES).plain(ids.uid(first));
        }
        side(CLIENT, flow, flow.clientSide());
        claims(record.clientClaims());
        json.raw('}');
        side(SERVER, flow, flow.serverSide());
        json.raw('}');
        json.raw(DIRECTION).known(Words.of(flow.direction()));
        json.raw(START).time(flow.start());
        json.raw(END).time(flow.end());
        json.raw(DURATION).decimal(flow.end() - flow.start(), NANO_DECIMALS);
        json.raw(ENDED).known(Words.of(flow.endReason()));
        verdict(record.verdict(), record.application());
        members.texts(PROTOCOLS, record.protocols());
        if (!record.incomplete().isEmpty()) {
            json.raw(INCOMPLETE).raw('[');
            for (int i = 0; i < record.incomplete().size(); i++) {
                members.separate(i).known(record.incomplete().get(i).id());
            }
            json.raw(']');
        }
        registered(record.registered());
        knownUsers(record.knownUsers(), flow.port(flow.serverSide()));
        json.raw(STANDING).known(record.standing().id());
        members.evidence(record, record.evidence());
        members.alternatives(ALTERNATIVES, record.verdict().alternatives());
        members.inside(record);
        members.processes(record.owners());
        members.metadata(record);
    }

    private void side(byte[] name, Flow flow, int side) {
        json.raw(name);
        if (flow.ipVersion() == 4) {
            json.raw(IP).ipv4((int) flow.low(side));
        } else if (flow.ipVersion() == 6) {
            json.raw(IP).text(flow.address(side));
        } else {
            json.raw(STATION).text(flow.address(side));
        }
        if (flow.ipVersion() != 0) {
            json.raw(PORT).number(flow.port(side));
        }
        json.raw(PACKETS).number(flow.packets(side));
        json.raw(BYTES).number(flow.bytes(side));
        json.raw(PAYLOAD_BYTES).number(flow.payload(side));
        if (flow.missed(side) > 0) {
            json.raw(MISSED_BYTES).number(flow.missed(side));
        }
    }

    /** Claims on the client's port: it may be the server's. */
    private void claims(@Nullable Claims claims) {
        if (claims != null) {
            registered(claims.registered());
            knownUsers(claims.knownUsers(), claims.port());
        }
    }

    private void verdict(Verdict verdict, @Nullable String application) {
        json.raw(LABEL).known(verdict.label());
        json.raw(PROTOCOL).known(verdict.protocol());
        json.raw(APPLICATION).known(application);
        json.raw(BASIS).known(Words.of(verdict.basis()));
        members.confidence(verdict.confidence());
        Verdict.Unknown unknown = verdict.unknownBecause();
        json.raw(UNKNOWN_BECAUSE).known(unknown == null ? null : unknown.id());
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
            members.separate(i).raw(FIRST_ID).known(user.id());
            json.raw(RANGE).known(range == null ? null : ranges.computeIfAbsent(range, PortRange::toString));
            json.raw(SOURCE)
                    .known(sources.computeIfAbsent(user, it -> String.join("; ", it.sources())))
                    .raw('}');
        }
        json.raw(']');
    }
}
