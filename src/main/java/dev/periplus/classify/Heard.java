package dev.periplus.classify;

/**
 * An announcement and when it was heard.
 *
 * @param clock time of the input at the announcing packet, nanoseconds since the epoch; unlike {@link Announcement#time},
 *     which is the packet's own, it never goes back from one packet to the next
 */
public record Heard(long clock, Announcement announcement) {}
