package dev.periplus.classify;

import dev.periplus.address.Address;
import dev.periplus.address.KeyedHash;
import dev.periplus.answer.HostFact;
import dev.periplus.answer.HostFact.Grade;
import dev.periplus.answer.HostFact.Kind;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Passes facts about hosts on, each once per capture: hosts say the same in every flow. It remembers the hashes of the
 * latest facts only, so some pass again; the first always passes. Used by one shard.
 */
class FactOutlet {
    private static final int REMEMBERED = 1 << 13;

    /** Odd, and another in each run, so that nobody can choose values that collide. */
    private static final long FACTOR = KeyedHash.of(1, 1) | 1;

    /** Passes nothing on. */
    static final FactOutlet NONE = new FactOutlet(announcement -> {}, 1) {
        @Override
        boolean isNew(Address host, Kind kind, Grade grade, String value, int capture) {
            return false;
        }
    };

    private final long[] passed;
    private final Consumer<Announcement> out;

    FactOutlet(Consumer<Announcement> out) {
        this(out, REMEMBERED);
    }

    /** @param remembered facts, a power of two */
    FactOutlet(Consumer<Announcement> out, int remembered) {
        this.out = out;
        passed = new long[remembered];
    }

    /** Whether this fact has not passed yet; from then on it has. */
    boolean isNew(Address host, Kind kind, Grade grade, String value, int capture) {
        long hash = KeyedHash.of(host.high(), host.low());
        hash = KeyedHash.with(hash, (long) capture << 8 | kind.ordinal() << 4 | grade.ordinal());
        for (int i = 0; i < value.length(); i++) {
            hash = (hash + value.charAt(i)) * FACTOR;
        }
        hash = KeyedHash.with(hash, value.length());
        int slot = (int) hash & passed.length - 1;
        boolean isNew = passed[slot] != hash;
        passed[slot] = hash;
        return isNew;
    }

    void accept(HostFact fact) {
        out.accept(new HostAnnouncement(fact));
    }

    void forget() {
        Arrays.fill(passed, 0);
    }
}
