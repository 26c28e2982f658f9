package dev.periplus.answer;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What differs between two captures or cases.
 *
 * @param place a service, with port 0 where it has another port each time; or a host that asks, without a transport
 * @param field of the fingerprint as in the record, null where it is none
 * @param name of the fingerprint for people, "" where it is none
 * @param was labels, protocols or values; of what changed inside and of fingerprints those only that are no more
 * @param now the same; those only that are new
 * @param before what was seen there in the old, null where nothing was
 * @param after what was seen there in the new, null where nothing was
 * @param standing of a service, null of all else
 * @param registered IANA's name for the port of a service, or null
 * @param fingerprints of a service or host that is new or gone
 */
public record Difference(
        Change change,
        Subject subject,
        Endpoint place,
        @Nullable String field,
        String name,
        List<String> was,
        List<String> now,
        @Nullable Seen before,
        @Nullable Seen after,
        @Nullable Standing standing,
        @Nullable String registered,
        List<Fingerprint> fingerprints) {
    /** In {@link #was} and {@link #now}: what nobody can name. */
    public static final String UNKNOWN = "unknown";

    /** What became of it. */
    public enum Change {
        CHANGED,
        NEW,
        GONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What it is about. */
    public enum Subject {
        /** What a port of a host speaks. */
        SERVICE,
        /** What lies inside the protocol of a service. */
        INSIDE,
        /** A fingerprint of a service. */
        SERVER_FINGERPRINT,
        /** A host that asks. */
        CLIENT,
        /** The protocols in which a host asks. */
        CLIENT_PROTOCOLS,
        /** A fingerprint of what asks. */
        CLIENT_FINGERPRINT;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How often it was seen.
     *
     * @param flows of the service or host
     * @param answered flows in which the service had a word
     * @param clients about, where there are many
     * @param first time, nanoseconds since the epoch
     * @param last time
     * @param confidence of the surest label, 0 where there is none
     */
    public record Seen(long flows, long answered, int clients, long bytes, long first, long last, double confidence) {}

    /** All values of a field. */
    public record Fingerprint(String field, String name, List<String> values) {
        public Fingerprint {
            values = List.copyOf(values);
        }
    }

    public Difference {
        was = List.copyOf(was);
        now = List.copyOf(now);
        fingerprints = List.copyOf(fingerprints);
    }

    /** Whether it is about a service. */
    public boolean isOfService() {
        return place.protocol() != Transport.NONE;
    }

    /** The place in text. */
    public String where() {
        if (!isOfService()) {
            return place.address().toString();
        }
        return place.port() == 0
                ? place.address().bracketed() + ", several ports/" + place.transport()
                : place.toString();
    }
}
