package dev.periplus.draft;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Builds first messages of flows. */
final class Talk {
    static final int TCP = 6;
    static final int UDP = 17;

    private Talk() {}

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static Utterance whole(byte[] bytes) {
        return new Utterance(bytes, bytes.length, true);
    }

    static Sample udp(byte[] opening, byte @Nullable [] answer) {
        return sample(UDP, true, whole(opening), answer == null ? null : whole(answer));
    }

    static Sample sample(int transport, boolean clientFirst, Utterance opening, @Nullable Utterance answer) {
        return new Sample(transport, clientFirst, true, "192.0.2.1", "198.51.100.7", 4321, opening, null, answer);
    }
}
