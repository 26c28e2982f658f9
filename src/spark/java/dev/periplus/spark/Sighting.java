package dev.periplus.spark;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import dev.periplus.report.FlowIds;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A flow as one sensor saw it: a native record and what it says about identity, time and directions. */
final class Sighting {
    private static final Pattern UID = Pattern.compile("C[0-9A-Za-z]{17}");
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int LONGEST_TIME = 40;

    /** Both directions. */
    private static final int WHOLE = 3;

    private final Arrival arrival;
    private final RecordTree tree;
    private final String uid;
    private final @Nullable String communityId;
    private final Endpoint client;
    private final Endpoint server;
    private final long start;
    private final long end;
    private final @Nullable String label;
    private final int directions;

    private Sighting(Arrival arrival, FlowIds ids) throws BadRecordException {
        this.arrival = arrival;
        tree = RecordTree.read(arrival.record());
        if (!Arrays.equals(arrival.text().getBytes(StandardCharsets.UTF_8), arrival.record())) {
            throw new BadRecordException("not UTF-8");
        }
        uid = needed("uid");
        communityId = tree.at("community_id", String.class);
        int protocol = Transport.numberOfName(needed("transport"));
        client = endpoint("client", protocol);
        server = endpoint("server", protocol);
        start = time("start");
        end = time("end");
        label = tree.at("label", String.class);
        if (!UID.matcher(uid).matches() || start > end || protocol < 0) {
            throw new BadRecordException("uid, times or transport are none");
        }
        if (!ids.isCommunityId(Objects.requireNonNullElse(communityId, ""), client, server)) {
            throw new BadRecordException("community_id is not of these endpoints");
        }
        int first = client.compareTo(server) <= 0 ? 0 : 1;
        directions = sent("client") << first | sent("server") << 1 - first;
    }

    /**
     * Reads a record.
     *
     * @throws BadRecordException if it is none, or if parts that follow from one another do not
     */
    static Sighting of(Arrival arrival, FlowIds ids) throws BadRecordException {
        return new Sighting(arrival, ids);
    }

    private String needed(String path) throws BadRecordException {
        String text = tree.at(path, String.class);
        if (text == null) {
            throw RecordTree.wrong(path);
        }
        return text;
    }

    private Endpoint endpoint(String side, int protocol) throws BadRecordException {
        boolean isFrame = Transport.isFrame(protocol);
        Address address = Address.parse(needed(side + (isFrame ? ".mac" : ".ip")));
        Long port = tree.at(side + ".port", Long.class);
        if (address == null || port == null != isFrame || port != null && (port < 0 || port > Character.MAX_VALUE)) {
            throw RecordTree.wrong(side);
        }
        int number = port == null ? Transport.protocolOfName(needed("transport")) : port.intValue();
        return new Endpoint(address, number, protocol);
    }

    private long time(String path) throws BadRecordException {
        String text = needed(path);
        try {
            Instant time = text.length() > LONGEST_TIME ? Instant.MAX : Instant.parse(text);
            if (time.isBefore(Instant.EPOCH) || time.isAfter(LATEST)) {
                throw new BadRecordException(path + " is before 1970 or after 2200");
            }
            return TimeUnit.SECONDS.toNanos(time.getEpochSecond()) + time.getNano();
        } catch (DateTimeException e) {
            throw RecordTree.wrong(path);
        }
    }

    private int sent(String side) throws BadRecordException {
        Long packets = tree.at(side + ".packets", Long.class);
        if (packets == null || packets < 0) {
            throw RecordTree.wrong(side + ".packets");
        }
        return packets > 0 ? 1 : 0;
    }

    /** Where it came from. */
    Arrival arrival() {
        return arrival;
    }

    RecordTree tree() {
        return tree;
    }

    String uid() {
        return uid;
    }

    Endpoint client() {
        return client;
    }

    Endpoint server() {
        return server;
    }

    /** Nanoseconds since the epoch. */
    long start() {
        return start;
    }

    /** Nanoseconds since the epoch. */
    long end() {
        return end;
    }

    @Nullable
    String label() {
        return label;
    }

    /** The directions of which the sensor saw packets, a bit for each, the same bits for every sensor. */
    int directions() {
        return directions;
    }

    boolean isWhole() {
        return directions == WHOLE;
    }

    /** Whether the flow may be one that another sensor saw too: it has ended, and is not of frames without IP. */
    boolean mayBeElsewhere() {
        return communityId != null && !"active".equals(tree.root().get("ended"));
    }

    /** Where the flow goes: sightings of one flow go to one task, in the order of their beginnings. */
    StreamOrder order() {
        return new StreamOrder(
                communityId == null ? uid : communityId,
                start,
                arrival.sensor(),
                uid,
                end,
                Arrays.hashCode(arrival.record()));
    }
}
