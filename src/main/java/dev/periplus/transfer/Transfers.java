package dev.periplus.transfer;

import dev.periplus.answer.Metadata;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Flow;
import dev.periplus.memory.Memory;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The flows of a shard that carry files. Follows at most {@link #MOST} at a time; others are counted. Only asked-for runs have
 * one: a followed flow is heard to its end.
 */
public final class Transfers {
    private static final int MOST = Memory.scaled(2_048);
    private static final long MOST_HELD = 16L << 20;
    private static final int LONGEST_NAME = 80;

    private final Map<Flow, FlowFiles> followed = new IdentityHashMap<>();
    private final HeldBytes held = new HeldBytes(MOST_HELD);
    private final Places places = new Places();
    private long left;

    /** Names of files that pass on other flows than they were asked for on. */
    public Places places() {
        return places;
    }

    /**
     * Follows a flow from now on, if what was said so far shows that it carries files.
     *
     * @param label as far as it is known
     * @return whether the flow is followed
     */
    public boolean said(Exchange exchange, @Nullable String label) {
        Flow flow = exchange.flow();
        if (followed.containsKey(flow)) {
            return true;
        }
        FlowFiles files = FlowFiles.begin(exchange, label, false, null, held);
        if (files == null) {
            return false;
        }
        if (followed.size() >= MOST) {
            left++;
            return false;
        }
        followed.put(flow, files);
        return true;
    }

    /** Hears a packet with payload, of any flow. */
    public void hear(Flow flow, int side, Packet packet) {
        FlowFiles files = followed.get(flow);
        if (files != null) {
            files.hear(side, packet);
        }
    }

    /** What was said of a flow turned out to be no part of it. */
    public void forget(Flow flow) {
        FlowFiles files = followed.remove(flow);
        if (files != null) {
            files.end();
        }
    }

    /** Returns fields about the executables and archives of a flow that has ended, and no longer follows it. */
    public Metadata end(Flow flow) {
        FlowFiles files = followed.remove(flow);
        if (files == null) {
            return Metadata.NONE;
        }
        files.end();
        Metadata.Builder fields = new Metadata.Builder();
        for (CarriedFile file : files.files()) {
            tell(file, name(file, flow), fields);
        }
        return fields.build();
    }

    private String name(CarriedFile file, Flow flow) {
        String other = file.name().isEmpty() ? places.of(flow.endpoint(0)) : file.name();
        other = other == null ? places.of(flow.endpoint(1)) : other;
        return other == null ? "" : other;
    }

    private static void tell(CarriedFile file, String name, Metadata.Builder fields) {
        FileType type = file.type();
        if (type == null) {
            return;
        }
        fields.add("file", "type", type.name());
        if (type.executable()) {
            fields.add("file", "executable", name.isEmpty() ? type.name() : type.name() + " " + name);
        }
        if (!name.isEmpty()) {
            fields.add("file", "name", name);
        }
        String sha256 = file.sha256();
        if (sha256 != null) {
            fields.add("file", "sha256", sha256);
        }
        String disguise = Disguise.of(type, name, file.declared());
        if (!disguise.isEmpty()) {
            fields.add("file", "disguise", disguise);
        }
        fields.add("file", "seen", sentence(file, type, name, sha256));
    }

    private static String sentence(CarriedFile file, FileType type, String name, @Nullable String sha256) {
        StringBuilder says = new StringBuilder(type.name());
        if (!name.isEmpty()) {
            says.append(' ').append(name, Math.max(0, name.length() - LONGEST_NAME), name.length());
        }
        says.append(", ").append(file.size()).append(" bytes");
        if (sha256 != null) {
            says.append(", SHA-256 ").append(sha256);
        }
        if (file.missing() > 0) {
            says.append(", ").append(file.missing()).append(" of them not captured");
        } else if (file.isDamaged()) {
            says.append(", part of it or damaged");
        } else if (!file.isWhole()) {
            says.append(", its end was not seen");
        }
        return says.toString();
    }

    /** Flows with files that were not followed, because too many were at the same time. */
    public long left() {
        return left;
    }
}
