package dev.periplus.sockets;

import static dev.periplus.sockets.Tables.TCP;
import static dev.periplus.sockets.Tables.UDP;
import static dev.periplus.sockets.Tables.address;
import static dev.periplus.sockets.Tables.flow;
import static dev.periplus.sockets.Tables.told;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Address;
import dev.periplus.address.Endpoint;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.FlowFixture;
import dev.periplus.flow.Role;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class LiveSocketsTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Address OWN = address("10.20.0.5");

    /** A system whose sockets, processes and clock the test sets. */
    private static final class Scene implements SystemTables {
        private final List<OpenSocket> sockets = new ArrayList<>();
        private final Map<Long, String> names = new HashMap<>();
        private final Map<Long, Long> began = new HashMap<>();
        private int details;
        private Instant now = Tables.BEGIN;
        private final LiveSockets live = new LiveSockets(() -> now, () -> this);
        private final ProcessCache cache = new ProcessCache(this);

        @Override
        public List<OpenSocket> sockets() {
            return sockets;
        }

        @Override
        public long began(long pid) {
            return began.getOrDefault(pid, -1L);
        }

        @Override
        public Map<Long, OwningProcess> processes(Collection<Long> pids) {
            Map<Long, OwningProcess> processes = new HashMap<>();
            details += pids.size();
            for (long pid : pids) {
                if (names.containsKey(pid)) {
                    processes.put(pid, new OwningProcess(pid, names.get(pid), null, null, null, List.of()));
                }
            }
            return processes;
        }

        @Override
        public Set<Address> addresses() {
            return Set.of(OWN);
        }

        Scene runs(long pid, String name, long since) {
            names.put(pid, name);
            began.put(pid, since);
            return this;
        }

        Scene opens(SocketKey key, long... pids) {
            sockets.removeIf(socket -> socket.key().equals(key));
            List<Long> list = new ArrayList<>();
            for (long pid : pids) {
                list.add(pid);
            }
            sockets.add(new OpenSocket(key, key.remote() == null, list));
            return this;
        }

        Scene looksAfter(long seconds) {
            now = now.plusSeconds(seconds);
            live.look(this, cache, SECOND);
            return this;
        }

        List<String> owners(Flow flow) {
            return told(Owners.live(live).of(flow));
        }
    }

    private static SocketKey listener(int port) {
        return new SocketKey(new Endpoint(Address.ANY, port, TCP), null);
    }

    private static SocketKey call(int port) {
        return new SocketKey(new Endpoint(OWN, port, TCP), new Endpoint(address("203.0.113.10"), 443, TCP));
    }

    private static Flow calling(int port, long after) {
        Packet first = FlowFixture.first(TCP, "10.20.0.5", port, "203.0.113.10", 443);
        first.time += after * SECOND;
        return FlowFixture.begin(first).sends(0, 1, 10).flow();
    }

    @Test
    void findsTheOwnerOfASocketThatHasClosedSince() {
        Scene scene = new Scene().runs(7, "curl", 100).opens(call(40000), 7).looksAfter(0);
        scene.sockets.clear();
        scene.looksAfter(1).looksAfter(120);
        assertEquals(List.of("client exact curl/7"), scene.owners(calling(40000, 0)));
        scene.looksAfter(500);
        assertEquals(List.of(), scene.owners(calling(40000, 0)));
        assertEquals(0, scene.live.recent().size());
    }

    @Test
    void keepsTheOwnerWhenTheSocketLosesItsProcess() {
        Scene scene = new Scene().runs(7, "curl", 100).opens(call(40000), 7).looksAfter(0);
        scene.opens(call(40000)).looksAfter(1).looksAfter(1);
        assertEquals(List.of("client exact curl/7"), scene.owners(calling(40000, 0)));
    }

    @Test
    void aPortThatPassedOnBelongsToWhoHadItAtTheTime() {
        Scene scene = new Scene().runs(7, "curl", 100).runs(8, "wget", 100);
        scene.opens(call(40000), 7).looksAfter(0);
        scene.sockets.clear();
        scene.looksAfter(59).opens(call(40000), 8).looksAfter(1);
        assertEquals(List.of("client exact curl/7"), scene.owners(calling(40000, 0)));
        assertEquals(List.of("client exact wget/8"), scene.owners(calling(40000, 60)));
    }

    @Test
    void aPortThatPassesOnBetweenTwoLooksIsAmbiguous() {
        Scene scene = new Scene().runs(7, "curl", 100).runs(8, "wget", 100);
        scene.opens(call(40000), 7).looksAfter(0).opens(call(40000), 8).looksAfter(1);
        assertEquals(List.of("client ambiguous 7+8"), scene.owners(calling(40000, 0)));
        assertEquals(List.of("client exact wget/8"), scene.owners(calling(40000, 3)));
    }

    @Test
    void aListenerThatWasGoneBeforeTheFlowBeganIsOlder() {
        Scene scene = new Scene().runs(9, "sshd", 100).opens(listener(22), 9).looksAfter(0);
        Packet first = FlowFixture.first(TCP, "10.20.0.9", 1, "10.20.0.5", 22);
        first.time += 60 * SECOND;
        assertEquals(
                List.of("server older-than-flow sshd/9"),
                scene.owners(FlowFixture.begin(first).flow()));
        assertEquals(List.of("server listener-only sshd/9"), scene.owners(flow(TCP, "10.20.0.9", 1, "10.20.0.5", 22)));
    }

    @Test
    void readsDetailsOnceUntilAPidIsAnotherProcess() {
        Scene scene = new Scene().runs(7, "curl", 100).opens(call(40000), 7);
        scene.looksAfter(0).looksAfter(1).opens(call(40001), 7).looksAfter(1);
        assertEquals(1, scene.details);
        scene.runs(7, "wget", 200).opens(call(40002), 7).looksAfter(1);
        assertEquals(2, scene.details);
        assertEquals(List.of("client exact wget/7"), scene.owners(calling(40002, 3)));
    }

    @Test
    void aProcessThatHasDiedIsGone() {
        Scene scene = new Scene().opens(call(40000), 7).looksAfter(0);
        assertEquals(List.of("client gone"), scene.owners(calling(40000, 0)));
    }

    @Test
    void forgetsTheLongestUnseenBeyondItsBound() {
        RecentSockets recent = new RecentSockets(2);
        recent.look(SECOND, SECOND, Map.of(listener(1), List.of(), listener(2), List.of()));
        recent.look(3 * SECOND, SECOND, Map.of(listener(2), List.of(), listener(3), List.of()));
        assertEquals(2, recent.size());
        assertEquals(List.of(), recent.at(listener(1)));
        assertEquals(1, recent.at(listener(2)).size());
    }

    @Test
    @Timeout(60)
    void aSystemThatCannotBeAskedIsAFailureToldAndNothingElse() throws InterruptedException {
        LiveSockets live = new LiveSockets(InstantSource.system(), () -> {
            throw new UnsatisfiedLinkError("no library");
        });
        live.begin();
        while (live.failure() == null) {
            Thread.sleep(10);
        }
        live.close();
        assertEquals(
                "cannot read the sockets of this host: java.lang.UnsatisfiedLinkError: no library", live.failure());
        assertEquals(List.of(), Owners.live(live).of(calling(1, 0)));
    }

    @Test
    @Timeout(120)
    void findsThisProcess() throws IOException, InterruptedException {
        InetAddress loopback = InetAddress.getByName("127.0.0.1");
        try (ServerSocket server = new ServerSocket(0, 5, loopback);
                java.net.Socket client = new java.net.Socket(loopback, server.getLocalPort());
                java.net.Socket accepted = server.accept();
                DatagramSocket datagrams = new DatagramSocket(new InetSocketAddress(loopback, 0));
                LiveSockets live = LiveSockets.start(InstantSource.system())) {
            assertEquals(client.getLocalPort(), accepted.getPort());
            while (live.looks() < 2 && live.failure() == null) {
                Thread.sleep(50);
            }
            assertNull(live.failure());
            Owners owners = Owners.live(live);
            int port = server.getLocalPort();
            List<Owner> both = owners.of(now(TCP, client.getLocalPort(), port));
            assertEquals(
                    List.of(Grade.EXACT, Grade.EXACT),
                    both.stream().map(Owner::grade).toList());
            both.forEach(owner -> assertThisProcess(owner.process()));
            Owner listener = owners.of(now(TCP, unused(), port)).get(0);
            assertEquals(Grade.LISTENER_ONLY, listener.grade());
            assertThisProcess(listener.process());
            Owner unconnected =
                    owners.of(now(UDP, datagrams.getLocalPort(), unused())).get(0);
            assertEquals(Role.CLIENT, unconnected.role());
            assertEquals(Grade.LISTENER_ONLY, unconnected.grade());
            assertThisProcess(unconnected.process());
        }
    }

    private static int unused() {
        return 1;
    }

    private static Flow now(int transport, int clientPort, int serverPort) {
        Packet first = FlowFixture.first(transport, "127.0.0.1", clientPort, "127.0.0.1", serverPort);
        Instant now = Instant.now();
        first.time = now.getEpochSecond() * SECOND + now.getNano();
        return FlowFixture.begin(first).flow();
    }

    private static void assertThisProcess(OwningProcess process) {
        assertNotNull(process);
        assertEquals(ProcessHandle.current().pid(), process.pid());
        assertNotNull(process.name());
        assertTrue(process.name().startsWith("java"), process.name());
        assertNotNull(process.user());
        assertNotNull(process.commandLine());
        assertTrue(process.commandLine().contains("java"), process.commandLine());
    }
}
