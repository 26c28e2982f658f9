package dev.periplus.answer;

import dev.periplus.address.Endpoint;
import dev.periplus.address.Transport;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A difference between two captures or cases.
 *
 * @param place a service, with port 0 if its port varies; or a client, without a transport
 * @param field of the fingerprint as in the record, null if it is none
 * @param name of the fingerprint for people, null if it is none
 * @param was labels, protocols or values before; for changes inside and fingerprints, only what disappeared
 * @param now the same after; for changes inside and fingerprints, only what is new
 * @param before what the old side shows there, null if nothing
 * @param after what the new side shows there, null if nothing
 * @param standing of a service, else null
 * @param registered IANA's name for the port of a service, or null
 * @param fingerprints of a service or host that is new or gone
 */
public record Difference(
        Change change,
        Subject subject,
        Endpoint place,
        @Nullable String field,
        @Nullable String name,
        List<String> was,
        List<String> now,
        @Nullable Seen before,
        @Nullable Seen after,
        @Nullable Standing standing,
        @Nullable String registered,
        List<Fingerprint> fingerprints) {
    /** Stands in {@link #was} and {@link #now} for unidentified traffic. */
    public static final String UNKNOWN = "unknown";

    /** How it changed. */
    public enum Change {
        CHANGED,
        NEW,
        GONE;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What differs. */
    public enum Subject {
        /** The protocol on a port of a host. */
        SERVICE,
        /** The protocols inside the protocol of a service. */
        INSIDE,
        /** A fingerprint of a service. */
        SERVER_FINGERPRINT,
        /** A client host. */
        CLIENT,
        /** The protocols that a client uses. */
        CLIENT_PROTOCOLS,
        /** A fingerprint of a client. */
        CLIENT_FINGERPRINT;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /**
     * How often one side shows it.
     *
     * @param flows of the service or host
     * @param answered flows in which the service answered
     * @param clients approximate if there are many
     * @param first time, nanoseconds since the epoch
     * @param last time
     * @param confidence of the most confident label, 0 if there is none
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

    /** The place as text. */
    public String where() {
        if (!isOfService()) {
            return place.address().toString();
        }
        return place.port() == 0
                ? place.address().bracketed() + ", several ports/" + place.transport()
                : place.toString();
    }
}
