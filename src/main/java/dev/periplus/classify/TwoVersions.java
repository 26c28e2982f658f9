package dev.periplus.classify;

import dev.periplus.answer.Evidence;
import dev.periplus.answer.Evidence.Kind;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Role;
import java.util.Locale;

/** Sides that had two versions of a part of their stream: whoever reads it may not read what the host did. */
final class TwoVersions {
    /** Decibans: one version is shown, another may have been read. */
    private static final double WEIGHT = 5;

    private static final Role[] ROLES = Role.values();

    private TwoVersions() {}

    /** Adds evidence against a label for each such side. */
    static void add(Exchange exchange, String label, Gathered to) {
        for (Role role : ROLES) {
            long place = exchange.contradiction(exchange.flow().side(role));
            if (place != 0) {
                String says =
                        role.name().toLowerCase(Locale.ROOT) + " sent other bytes for a part of its stream than before";
                int capture = Packet.captureOf(place);
                long packet = Packet.numberOf(place);
                byte[] none = {};
                Evidence piece =
                        new Evidence(Kind.CONTRADICTION, label, -WEIGHT, says, "stream", capture, packet, -1, none);
                to.add(piece, Gathered.BOTH);
            }
        }
    }
}
