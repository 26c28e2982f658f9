package dev.periplus.report;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Verdict;
import dev.periplus.decode.Tunnel;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowEnd;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Ids of enum values, VLANs and tunnels in records. */
public final class Words {
    private static final Tunnel[] TUNNELS = Tunnel.values();
    private static final String[] KINDS = lowerCase(Evidence.Kind.values());
    private static final String[] BASES = lowerCase(Verdict.Basis.values());
    private static final String[] ENDS = lowerCase(FlowEnd.values());
    private static final String[] DIRECTIONS = lowerCase(Flow.Direction.values());
    private static final int VLAN_MASK = 0xfff;

    private Words() {}

    /** Returns {@code tls/anydesk}, or the label alone if there is no application or one names the other. */
    public static String withApplication(String label, @Nullable String application) {
        boolean same = application == null
                || List.of(application.split("-")).contains(label)
                || List.of(label.split("-")).contains(application);
        return same ? label : label + "/" + application;
    }

    public static String of(Evidence.Kind kind) {
        return KINDS[kind.ordinal()];
    }

    /** Returns the kind with this id, or null. */
    public static Evidence.@Nullable Kind kind(String id) {
        for (Evidence.Kind kind : Evidence.Kind.values()) {
            if (of(kind).equals(id)) {
                return kind;
            }
        }
        return null;
    }

    public static String of(Verdict.Basis basis) {
        return BASES[basis.ordinal()];
    }

    public static String of(FlowEnd end) {
        return ENDS[end.ordinal()];
    }

    public static String of(Flow.Direction direction) {
        return DIRECTIONS[direction.ordinal()];
    }

    /** Returns the number of tunnels around a flow, at most four. */
    public static int tunnels(int kinds) {
        return (Integer.SIZE - Integer.numberOfLeadingZeros(kinds) + Byte.SIZE - 1) / Byte.SIZE;
    }

    /** Returns the id of a tunnel around a flow; the outermost of {@link #tunnels} has index 0. */
    public static String tunnel(int kinds, int index) {
        int kind = kinds >>> Byte.SIZE * (tunnels(kinds) - 1 - index) & 0xff;
        return kind >= 1 && kind <= TUNNELS.length ? TUNNELS[kind - 1].id() : "tunnel-" + kind;
    }

    /** Returns the outer VLAN id, 0 if there are not two. */
    public static int outerVlan(int vlan) {
        return vlan >>> 12 & VLAN_MASK;
    }

    /** Returns the inner or only VLAN id, 0 if there is none. */
    public static int innerVlan(int vlan) {
        return vlan & VLAN_MASK;
    }

    private static String[] lowerCase(Enum<?>[] values) {
        String[] words = new String[values.length];
        for (Enum<?> value : values) {
            words[value.ordinal()] = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
        return words;
    }
}
