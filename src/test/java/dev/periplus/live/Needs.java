package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.periplus.capture.DeviceException;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import java.io.IOException;
import java.util.List;

/** Checks what live tests need from the machine. */
final class Needs {
    private Needs() {}

    /** Checks the permission to capture on loopback. */
    static void capture() throws FilterException {
        try (LiveCapture capture = new LiveCapture(List.of("lo"), LiveOptions.DEFAULT, sentence -> {})) {
            capture.stop();
        } catch (DeviceException e) {
            missing("cannot capture: " + e.getMessage());
        }
    }

    /** Creates network namespaces if that is permitted. */
    static Namespaces namespaces() {
        try {
            return new Namespaces();
        } catch (IOException e) {
            missing("cannot create network namespaces: " + e.getMessage());
            throw new IllegalStateException(e);
        }
    }

    private static void missing(String what) {
        if ("required".equals(System.getenv("PERIPLUS_LIVE_TESTS"))) {
            fail(what);
        }
        abort(what);
    }
}
