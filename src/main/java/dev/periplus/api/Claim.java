package dev.periplus.api;

import org.jspecify.annotations.Nullable;

/**
 * What a registry or another source says about a port. A claim is no observation: it tells nothing about any traffic.
 *
 * @param kind whether IANA registered it, or another source knows it
 * @param transport {@code tcp}, {@code udp}, {@code sctp} or {@code dccp}
 * @param port 0 to 65535
 * @param name of the service, or id of the known user
 * @param description of the registration, or name of the known user
 * @param provedBy what would show that the claim holds
 * @param refutedBy what would show that it does not, or null if the source names nothing
 */
public record Claim(
        Kind kind,
        String transport,
        int port,
        String name,
        String description,
        String provedBy,
        @Nullable String refutedBy) {
    /** Who makes a claim. */
    public enum Kind {
        REGISTERED,
        KNOWN_USER
    }
}
