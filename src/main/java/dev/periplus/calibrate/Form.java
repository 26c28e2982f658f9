package dev.periplus.calibrate;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What is left of a capture when its labels are measured. */
public enum Form {
    /** Everything. */
    AS_CAPTURED("as-captured"),

    /** Another TCP and UDP port for every port of every host. */
    PORTS_MOVED("ports-moved"),

    /** TCP without the first {@link #MIDSTREAM_AFTER} packets of each stream. */
    MIDSTREAM("midstream"),

    /** Of every two hosts, only what one of them sent. */
    ONE_DIRECTION("one-direction"),

    /** The first {@link #CUT_TO} bytes of each packet. */
    FIRST_96_BYTES("first-96-bytes");

    /** The handshake and most of a first exchange. */
    static final int MIDSTREAM_AFTER = 6;

    static final int CUT_TO = 96;

    private final String id;

    Form(String id) {
        this.id = id;
    }

    public String id() {
        return id;
    }

    static @Nullable Form named(String id) {
        return Arrays.stream(values())
                .filter(form -> form.id.equals(id))
                .findFirst()
                .orElse(null);
    }
}
