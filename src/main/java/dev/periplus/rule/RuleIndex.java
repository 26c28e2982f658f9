package dev.periplus.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which signatures of one transport can match a message. Each signature is filed under the one of the first bytes that
 * says most about it; signatures that look at the same offset form a group, and a group gives those that accept the byte
 * found there. Immutable.
 */
public final class RuleIndex {
    private static final Signature[] NONE = {};

    private final int[] offsets;
    private final Signature[][][] byValue;
    private final Signature[][] all;

    RuleIndex(List<Signature> signatures) {
        Map<Integer, List<Signature>> groups = new TreeMap<>();
        for (Signature signature : signatures) {
            groups.computeIfAbsent(signature.keyOffset(), offset -> new ArrayList<>())
                    .add(signature);
        }
        offsets = groups.keySet().stream().mapToInt(Integer::intValue).toArray();
        all = groups.values().stream()
                .map(group -> group.toArray(Signature[]::new))
                .toArray(Signature[][]::new);
        byValue = new Signature[offsets.length][256][];
        for (int group = 0; group < offsets.length; group++) {
            for (int value = 0; value < 256; value++) {
                byValue[group][value] = accepting(all[group], value);
            }
        }
    }

    private static Signature[] accepting(Signature[] group, int value) {
        List<Signature> accepting = new ArrayList<>();
        for (Signature signature : group) {
            if (signature.key().has(value)) {
                accepting.add(signature);
            }
        }
        return accepting.isEmpty() ? NONE : accepting.toArray(Signature[]::new);
    }

    public int groups() {
        return offsets.length;
    }

    /** The signatures of a group that can match; all of them where the byte they ask for has not come yet. Not to be changed. */
    public Signature[] candidates(int group, Message message) {
        int offset = offsets[group];
        if (offset < message.available) {
            return byValue[group][message.bytes[message.start + offset] & 0xff];
        }
        return message.open ? all[group] : NONE;
    }
}
