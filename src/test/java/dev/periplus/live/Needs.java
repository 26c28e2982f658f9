package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.periplus.capture.DeviceException;
import dev.periplus.capture.FilterException;
import dev.periplus.capture.LiveCapture;
import dev.periplus.capture.LiveOptions;
import java.io.IOException;
import java.util.List;

/** What live tests need of the machine. */
final class Needs {
    private Needs() {}

    /** The right to capture on loopback. */
    static void capture() throws FilterException {
        try (LiveCapture capture = new LiveCapture(List.of("lo"), LiveOptions.DEFAULT)) {
            capture.stop();
        } catch (DeviceException e) {
            missing("no capture here: " + e.getMessage());
        }
    }

    /** The right to make network namespaces. */
    static Namespaces namespaces() {
        try {
            return new Namespaces();
        } catch (IOException e) {
            missing("no network namespaces here: " + e.getMessage());
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
