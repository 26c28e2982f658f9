package dev.periplus.review;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * A service that somebody accepted on its port.
 *
 * @param host an address, or a network such as {@code 10.0.0.0/8}
 * @param port of the server
 * @param transport {@code tcp}, {@code udp}, {@code sctp} or {@code dccp}
 * @param label of the accepted protocol
 * @param until the last day of the acceptance, or null if it does not expire
 * @param ticket that records the acceptance
 */
record Acceptance(
        String host,
        int port,
        String transport,
        String label,
        @Nullable LocalDate until,
        String ticket) {}
