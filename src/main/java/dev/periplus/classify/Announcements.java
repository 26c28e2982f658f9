package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.answer.Metadata;
import dev.periplus.answer.MetadataNames;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Arrays;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands the packets of one flow to its announcer and passes on what it announces, up to a limit of flows; keeps the fields
 * that it finds.
 */
public final class Announcements {
    private static final int MOST = 1024;

    private final Announcer announcer;
    private final OverheardPacket now;
    private int made;
    private @Nullable Object state;
    private Metadata.@Nullable Builder fields;

    Announcements(Announcer announcer, OverheardPacket now) {
        this.announcer = announcer;
        this.now = now;
    }

    /** Announcements of one flow alone. */
    public Announcements(Announcer announcer, Consumer<Announcement> out) {
        this(announcer, new OverheardPacket(new AnnouncerStates(1), new FactOutlet(out, 64), out, null));
    }

    /** Hands a packet with payload to the announcer. */
    public void hear(Flow flow, int side, Packet heard) {
        if (made < MOST) {
            now.hear(announcer, this, flow, side, heard);
        }
    }

    /** Number of the packet that is heard. */
    public long packet() {
        return now.packet;
    }

    /** Adds a field to the record of the flow. */
    public void metadata(String group, String key, String value) {
        assert MetadataNames.has(group, key) : "missing in metadata.tsv: " + group + "." + key;
        Metadata.Builder found = fields;
        if (found == null) {
            found = new Metadata.Builder();
            fields = found;
        }
        found.add(group, key, value);
    }

    /** Returns the fields found so far, with those that sum up what was heard. */
    public Metadata fields() {
        Metadata.Builder found = fields;
        if (found == null && state == null) {
            return Metadata.NONE;
        }
        Metadata.Builder all = new Metadata.Builder();
        if (found != null) {
            all.addAll(found.build());
        }
        announcer.sumUp(this, all);
        return all.build();
    }

    /** What the announcer keeps for this flow; null if nothing, or if it was dropped for lack of memory. */
    public @Nullable Object state() {
        return state;
    }

    public void state(Object remembered) {
        if (state == null) {
            now.states.begun(this);
        }
        state = remembered;
    }

    /** Drops what the announcer keeps; returns whether there was anything. */
    boolean dropState() {
        boolean any = state != null;
        state = null;
        return any;
    }

    /**
     * Announces a flow with this address and port on one side.
     *
     * @param says how it was announced; "in packet N" is appended
     */
    public void announce(Expected expected, Address address, int port, String says) {
        announce(expected, address, port, null, says);
    }

    /** Same, with {@code other} as the address of the other side, null for any. */
    public void announce(Expected expected, Address address, int port, @Nullable Address other, String says) {
        if (made < MOST && port > 0) {
            made++;
            now.place = new Endpoint(address, port, expected.protocol());
            String sentence = says + " in packet " + now.packet;
            now.out.accept(new FlowAnnouncement(expected, address, port, other, now.by, now.time, sentence));
        }
    }

    /** The flow that was announced last carries the file with this path. */
    public void carries(String path) {
        if (now.places != null && now.place != null) {
            now.places.name(now.place, path);
        }
    }

    /** Announces that a host resolved this name to this address. Names are not limited. */
    public void name(Address address, Address asker, String name) {
        now.out.accept(new NameAnnouncement(address, asker, now.by, now.time, name));
    }

    /**
     * Announces a fact about a host.
     *
     * @param grade INFERRED if it is not what the packet says; otherwise the sender decides: {@link #grade}
     * @param source the field it was read from
     * @param at offset of its bytes in the buffer of the packet, negative if there are none
     * @param length of the bytes; the first 32 are shown
     */
    public void fact(Address host, Kind kind, String value, Grade grade, String source, int at, int length) {
        Packet packet = now.heard;
        Flow of = now.flow;
        if (packet == null
                || of == null
                || value.isBlank()
                || !now.facts.isNew(host, kind, grade, value, packet.capture)) {
            return;
        }
        int count = Math.max(
                0, Math.min(Math.min(length, HostFact.SHOWN), packet.payloadOffset + packet.payloadCaptured - at));
        byte[] bytes = at < 0 ? null : Arrays.copyOfRange(packet.bytes, at, at + count);
        int offset = at < 0 || packet.reassembled ? -1 : at - packet.frameOffset;
        Address by = of.host(now.side);
        now.facts.accept(new HostFact(
                host, kind, value, grade, source, by, packet.capture, packet.number, offset, bytes, packet.time));
    }

    /** The grade of what the sender of this packet says of a host. */
    public Grade grade(Address host) {
        Flow of = now.flow;
        boolean itself = of != null && of.high(now.side) == host.high() && of.low(now.side) == host.low();
        return itself ? Grade.ITSELF : Grade.ANOTHER;
    }
}
