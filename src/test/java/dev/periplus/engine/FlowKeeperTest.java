package dev.periplus.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.periplus.address.Address;
import dev.periplus.classify.Heard;
import dev.periplus.classify.KeptFlows;
import dev.periplus.classify.NameAnnouncement;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.ring.Outlet;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowKeeperTest {
    private final List<String> handedOn = new ArrayList<>();
    private final FlowKeeper keeper = new FlowKeeper(new Outlet() {
        @Override
        public void over(List<Flow> flows, List<Heard> announced) {
            flows.forEach(flow -> handedOn.add("flow " + flow.port(1)));
            announced.forEach(announcement ->
                    handedOn.add("announcement " + announcement.announcement().says()));
        }

        @Override
        public void upTo(long clock) {
            handedOn.add("up to " + clock);
        }

        @Override
        public void last() {
            handedOn.add("last");
        }
    });

    @TempDir
    Path folder;

    private static Flow flow(int port) {
        return FlowFixture.begin(FlowFixture.first(Packet.TCP, "10.0.0.1", 40000, "10.0.0.2", port))
                .sends(0, 1, 10)
                .over(7)
                .flow();
    }

    private static Heard name(String name) {
        Address host = Objects.requireNonNull(Address.parse("10.0.0.1"));
        return new Heard(2, new NameAnnouncement(host, host, 1, 2, name));
    }

    private static List<String> read(Path file) throws Exception {
        List<String> entries = new ArrayList<>();
        try (KeptFlows.Reader reader = new KeptFlows.Reader(Files.newInputStream(file), Files.size(file), 5, 9)) {
            for (KeptFlows.Entry entry = reader.next(); entry != KeptFlows.Entry.END; entry = reader.next()) {
                entries.add(
                        switch (entry) {
                            case FLOW ->
                                "flow " + reader.flow().port(1) + " of capture "
                                        + reader.flow().capture();
                            case ANNOUNCEMENT ->
                                "announcement " + reader.heard().announcement().says();
                            default -> "up to " + reader.clock();
                        });
            }
        }
        return entries;
    }

    @Test
    void flowsAreWrittenAndHandedOn() throws Exception {
        keeper.begin(Files.newOutputStream(folder.resolve("one")));
        keeper.over(List.of(flow(22), flow(80)), List.of(name("a.example")));
        keeper.upTo(9);
        keeper.last();
        keeper.end();
        assertEquals(List.of("flow 22", "flow 80", "announcement a.example", "up to 9", "last"), handedOn);
        assertEquals(
                List.of("announcement a.example", "flow 22 of capture 5", "flow 80 of capture 5", "up to 9"),
                read(folder.resolve("one")));
    }

    @Test
    void eachPartHasItsFile() throws Exception {
        keeper.begin(Files.newOutputStream(folder.resolve("one")));
        keeper.over(List.of(flow(22)), List.of());
        keeper.end();
        keeper.begin(Files.newOutputStream(folder.resolve("two")));
        keeper.upTo(3);
        keeper.end();
        assertEquals(List.of("flow 22 of capture 5"), read(folder.resolve("one")));
        assertEquals(List.of("up to 3"), read(folder.resolve("two")));
    }

    @Test
    void withoutAFileFlowsAreOnlyHandedOn() {
        keeper.begin(null);
        keeper.over(List.of(flow(22)), List.of());
        assertNull(keeper.end());
        assertEquals(List.of("flow 22"), handedOn);
    }

    /** The disk is full at some byte: all flows are handed on, and the failure is known at the end. */
    @Test
    void aFullDiskDoesNotStopTheFlows() {
        for (int room : new int[] {0, 1, 100, 2_000}) {
            handedOn.clear();
            keeper.begin(new FullDisk(room));
            for (int port = 0; port < 20_000; port++) {
                keeper.over(List.of(flow(port)), List.of());
            }
            IOException failure = keeper.end();
            assertEquals("no space", failure == null ? null : failure.getMessage());
            assertEquals(20_000, handedOn.size());
        }
    }

    private static final class FullDisk extends OutputStream {
        private int room;

        FullDisk(int room) {
            this.room = room;
        }

        @Override
        public void write(int b) throws IOException {
            if (room-- <= 0) {
                throw new IOException("no space");
            }
        }
    }
}
