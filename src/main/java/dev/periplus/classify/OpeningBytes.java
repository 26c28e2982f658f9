package dev.periplus.classify;

import dev.periplus.answer.Metadata;
import dev.periplus.flow.Said;
import java.util.HexFormat;

/** The first payload bytes of both sides of an unidentified flow, as metadata. */
final class OpeningBytes {
    static final String GROUP = "payload";

    private static final int KEPT = 16;
    private static final HexFormat HEX = HexFormat.of();

    private OpeningBytes() {}

    static Metadata of(Said client, Said server) {
        Metadata.Builder fields = new Metadata.Builder();
        fields.add(GROUP, "client", text(client));
        fields.add(GROUP, "server", text(server));
        return fields.build();
    }

    private static String text(Said said) {
        return HEX.formatHex(said.bytes(), 0, Math.min(KEPT, said.length()));
    }
}
