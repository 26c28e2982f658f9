package dev.periplus.detect;

import java.util.ArrayList;
import java.util.List;

/** Words for the capabilities that network devices announce, a bit each. */
final class NeighbourRoles {
    private NeighbourRoles() {}

    /** @param names of the bits from the lowest; empty if one says nothing */
    static String of(int bits, String... names) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < names.length; i++) {
            if ((bits >> i & 1) != 0 && !names[i].isEmpty()) {
                words.add(names[i]);
            }
        }
        return String.join(", ", words);
    }
}
