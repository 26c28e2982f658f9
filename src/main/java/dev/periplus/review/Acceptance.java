package dev.periplus.review;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A service that was accepted where it is.
 *
 * @param host an address, or a network as {@code 10.0.0.0/8}
 * @param port of the server
 * @param transport {@code tcp}, {@code udp}, {@code sctp} or {@code dccp}
 * @param label of the protocol that was accepted
 * @param until the last day for which it was, or null
 * @param ticket where it was accepted
 */
public record Acceptance(
        String host,
        int port,
        String transport,
        String label,
        @Nullable LocalDate until,
        String ticket) {}
