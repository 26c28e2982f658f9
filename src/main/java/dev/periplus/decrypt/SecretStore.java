package dev.periplus.decrypt;

import dev.periplus.memory.Memory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * The secrets of a run, by the random value of the ClientHello they belong to. Bounded: what comes when it is full is
 * counted and dropped. One thread adds (of key logs that grow, the one that follows them; else the reading thread), shards ask.
 */
public final class SecretStore {
    /** Bytes of the random value of a hello. */
    public static final int RANDOM = 32;

    /** Bytes of memory of a secret, with its share of the map. */
    private static final int ENTRY = 256;

    private static final int MOST = 1 << 20;

    /** Secrets of one handshake: one of each kind, and again if they differ. */
    private static final int MOST_EACH = 12;

    private final @Nullable SecretStore keyLogs;
    private final Map<Random, List<Secret>> secrets = new ConcurrentHashMap<>();
    private final int most;

    /** The handshakes that were opened, by the place of the packet that showed it. */
    private final Map<Long, Random> used = new ConcurrentHashMap<>();

    private int count;

    /** By index of a capture: number of packets before its first secret, plus 1; 0 for none. */
    private volatile long[] first = {};

    /** SHA-256 of the key logs, one after the other. */
    private String digest = "";

    /** Whether key logs still grow. */
    private volatile boolean growing;

    private final LongAdder dropped = new LongAdder();
    private final LongAdder malformed = new LongAdder();
    private final LongAdder[] outcomes = new LongAdder[Outcome.values().length];

    /** What became of a flow that might be opened. */
    public enum Outcome {
        OPENED("opened"),
        /** A secret is there, but its records do not open with it. */
        WRONG_SECRET("wrong-secret"),
        NO_SECRET("no-secret"),
        UNSUPPORTED("unsupported");

        private final String id;

        Outcome(String id) {
            this.id = id;
        }

        /** Its name in records. */
        public String id() {
            return id;
        }
    }

    /** The random value of a ClientHello. */
    private record Random(long a, long b, long c, long d) {
        static Random of(byte[] bytes, int at) {
            return new Random(u64(bytes, at), u64(bytes, at + 8), u64(bytes, at + 16), u64(bytes, at + 24));
        }

        String hex() {
            HexFormat hex = HexFormat.of();
            return hex.toHexDigits(a) + hex.toHexDigits(b) + hex.toHexDigits(c) + hex.toHexDigits(d);
        }

        private static long u64(byte[] bytes, int at) {
            long value = 0;
            for (int i = 0; i < Long.BYTES; i++) {
                value = value << Byte.SIZE | bytes[at + i] & 0xff;
            }
            return value;
        }
    }

    /** Creates a store of key logs. */
    public SecretStore() {
        this(null, Memory.most(Memory.Share.SECRETS, ENTRY, MOST));
    }

    /** Creates the store of a run, which has the secrets of key logs too. */
    public SecretStore(SecretStore keyLogs) {
        this(keyLogs, keyLogs.most);
    }

    SecretStore(@Nullable SecretStore keyLogs, int most) {
        this.keyLogs = keyLogs;
        this.most = most;
        Arrays.setAll(outcomes, i -> new LongAdder());
    }

    /** Forgets the secrets of captures: others are read next. */
    public void forget() {
        secrets.clear();
        count = 0;
        first = new long[0];
    }

    /** Adds a secret of the handshake whose ClientHello has this random value; the reading thread only. */
    void add(byte[] random, Secret secret) {
        Random key = Random.of(random, 0);
        List<Secret> known = secrets.getOrDefault(key, List.of());
        for (Secret other : known) {
            if (other.kind() == secret.kind()
                    && other.capture() == secret.capture()
                    && Arrays.equals(other.bytes(), secret.bytes())) {
                return;
            }
        }
        if (count >= most || known.size() >= MOST_EACH) {
            dropped.increment();
            return;
        }
        count++;
        List<Secret> more = new ArrayList<>(known);
        more.add(secret);
        secrets.put(key, List.copyOf(more));
        if (secret.capture() >= 0) {
            note(secret.capture(), secret.before());
        }
    }

    private void note(int capture, long before) {
        long[] known = first;
        if (capture >= known.length) {
            known = Arrays.copyOf(known, capture + 1);
        }
        if (known[capture] == 0) {
            known[capture] = before + 1;
        }
        first = known;
    }

    /** Counts secrets that found no room elsewhere. */
    public void drop() {
        dropped.increment();
    }

    void malformed(long lines) {
        malformed.add(lines);
    }

    /** Whether there is any secret for a packet of a capture. */
    public boolean isAny(int capture, long number) {
        SecretStore logs = keyLogs;
        return logs != null && (logs.growing || !logs.secrets.isEmpty()) || isLearning(capture, number);
    }

    /** Notes that the key logs of this store grow while packets come. */
    public void grows() {
        growing = true;
    }

    /** Whether the capture itself or a growing key log brings secrets, so that one that is missing may still come. */
    public boolean isLearning(int capture, long number) {
        SecretStore logs = keyLogs;
        if (logs != null && logs.growing) {
            return true;
        }
        long[] known = first;
        return capture >= 0 && capture < known.length && known[capture] > 0 && known[capture] <= number;
    }

    /**
     * Returns the secret of a kind for a packet, or null.
     *
     * @param random holds the random value of the ClientHello, {@link #RANDOM} bytes, at {@code at}
     */
    @Nullable
    public Secret find(byte[] random, int at, Secret.Kind kind, int capture, long number) {
        for (Secret secret : secrets.getOrDefault(Random.of(random, at), List.of())) {
            if (secret.kind() == kind && secret.appliesTo(capture, number)) {
                return secret;
            }
        }
        SecretStore logs = keyLogs;
        return logs == null ? null : logs.find(random, at, kind, capture, number);
    }

    /** Counts a flow. */
    public void count(Outcome outcome) {
        outcomes[outcome.ordinal()].increment();
    }

    /** Adds the digest of a key log. */
    void read(String sha256) {
        digest += sha256;
    }

    /** Names the key logs: the same for the same logs, empty without. */
    public String digest() {
        return digest;
    }

    /**
     * Notes that the secrets of a handshake open what a packet carries.
     *
     * @param random holds the random value of its ClientHello at {@code at}
     * @param place of the packet in its capture, as evidence names it
     */
    public void used(byte[] random, int at, long place) {
        if (used.size() < most) {
            used.put(place, Random.of(random, at));
        }
    }

    /**
     * Returns the lines of key logs with the secrets that open these packets.
     *
     * @param places of packets that {@link #used} was told
     */
    public String keyLog(Collection<Long> places) {
        SecretStore logs = keyLogs;
        StringBuilder lines = new StringBuilder();
        Set<Random> randoms = new LinkedHashSet<>();
        places.forEach(place -> {
            Random random = used.get(place);
            if (random != null) {
                randoms.add(random);
            }
        });
        for (Random random : randoms) {
            for (Secret secret : logs == null ? List.<Secret>of() : logs.secrets.getOrDefault(random, List.of())) {
                lines.append(secret.kind()).append(' ').append(random.hex()).append(' ');
                lines.append(HexFormat.of().formatHex(secret.bytes())).append('\n');
            }
        }
        return lines.toString();
    }

    /** Number of flows with this outcome. */
    public long flows(Outcome outcome) {
        return outcomes[outcome.ordinal()].sum();
    }

    /** Secrets that found no room. */
    public long dropped() {
        return dropped.sum() + (keyLogs == null ? 0 : keyLogs.dropped());
    }

    /** Lines of key logs that are none. */
    public long malformed() {
        return malformed.sum() + (keyLogs == null ? 0 : keyLogs.malformed());
    }
}
