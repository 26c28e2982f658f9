package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.periplus.capture.CaptureOutcome;
import dev.periplus.capture.PacketSink;
import dev.periplus.capture.PacketSource;
import dev.periplus.classify.Heard;
import dev.periplus.flow.Flow;
import dev.periplus.ring.Outlet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FailFastOutletTest {
    private final List<String> calls = new ArrayList<>();
    private @Nullable RuntimeException failure;
    private int stops;

    private final FailFastOutlet outlet = new FailFastOutlet(new Outlet() {
        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            call("over");
        }

        @Override
        public void upTo(long clock) {
            call("up to " + clock);
        }

        @Override
        public void last() {
            call("last");
        }
    });

    private final PacketSource source = new PacketSource() {
        @Override
        public List<CaptureOutcome> read(PacketSink sink) {
            return List.of();
        }

        @Override
        public void stop() {
            stops++;
        }

        @Override
        public void close() {}
    };

    private void call(String name) {
        calls.add(name);
        if (failure != null) {
            throw failure;
        }
    }

    private void input() {
        outlet.over(List.of(), List.of());
        outlet.upTo(7);
        outlet.last();
    }

    @Test
    void everythingIsPassedOnWhileItSucceeds() {
        outlet.reading(source);
        input();
        outlet.check();
        assertEquals(List.of("over", "up to 7", "last"), calls);
        assertEquals(0, stops);
    }

    @Test
    void theFirstFailureStopsTheSourceAndNothingMoreIsPassedOn() {
        failure = new IllegalStateException("disk full");
        outlet.reading(source);
        input();
        assertEquals(List.of("over"), calls);
        assertEquals(1, stops);
        assertSame(failure, assertThrows(IllegalStateException.class, outlet::check));
    }

    @Test
    void aFailureIsThrownOnceAndTheNextInputIsPassedOn() {
        failure = new IllegalStateException("disk full");
        input();
        assertThrows(IllegalStateException.class, outlet::check);
        failure = null;
        assertDoesNotThrow(outlet::check);
        input();
        assertEquals(List.of("over", "over", "up to 7", "last"), calls);
    }
}
