package dev.periplus.review;

/**
 * Something that a list says is worth looking for.
 *
 * @param kind what it is compared with
 * @param value in lower case; of a network with its prefix length
 * @param source the file and line or object that names it
 * @param note what the list says of it, may be empty
 */
public record Indicator(Kind kind, String value, String source, String note) {
    /** What indicators are. */
    public enum Kind {
        ADDRESS,
        NETWORK,
        /** A host name. */
        NAME,
        /** All names below a name. */
        DOMAIN,
        /** JA3 or JA3S (MD5). */
        JA3,
        JA4,
        /** Of files that flows carry. */
        SHA256
    }
}
