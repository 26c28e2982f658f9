package dev.periplus.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.api.IdentifiedFlow;
import dev.periplus.api.Periplus;
import dev.periplus.api.RunResult;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** {@link Periplus#live} on loopback: it identifies what is sent while it runs, passes open flows, and ends when told to. */
class LiveLibraryTest {
    /** A query for the address of example.com, and its answer. */
    private static final String QUERY = "1a2b01000001000000000000076578616d706c6503636f6d0000010001";

    private static final String ANSWER =
            "1a2b81800001000100000000076578616d706c6503636f6d0000010001c00c00010001000000ff00045db8d822";

    private static void send(DatagramSocket from, DatagramSocket to, String hex) throws IOException {
        byte[] bytes = HexFormat.of().parseHex(hex);
        from.send(new DatagramPacket(bytes, bytes.length, to.getLocalSocketAddress()));
    }

    @Test
    void flowsComeWhileItRunsAndTheRunEndsWhenItIsStopped() throws Exception {
        Needs.capture();
        var runner = Executors.newSingleThreadExecutor();
        try (DatagramSocket client = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket server = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            BlockingQueue<IdentifiedFlow> flows = new LinkedBlockingQueue<>();
            Periplus live = Periplus.live("lo")
                    .filter("udp port " + server.getLocalPort())
                    .reportOpenFlows(Duration.ofSeconds(1));
            Future<RunResult> run = runner.submit(() -> live.each(flows::add));
            IdentifiedFlow open = null;
            // The run does not tell when it captures: queries are sent until one is seen.
            for (int i = 0; i < 120 && open == null && !run.isDone(); i++) {
                send(client, server, QUERY);
                send(server, client, ANSWER);
                open = flows.poll(500, TimeUnit.MILLISECONDS);
            }
            live.stop();
            RunResult result = run.get(60, TimeUnit.SECONDS);
            assertTrue(open != null && open.isOpen(), "no open flow came while it ran");
            IdentifiedFlow last = open;
            for (IdentifiedFlow flow = flows.poll(); flow != null; flow = flows.poll()) {
                last = flow;
            }
            assertEquals("dns", last.label());
            assertEquals(server.getLocalPort(), last.traffic().server().port());
            assertTrue(!last.isOpen());
            assertTrue(result.packets() >= 2, result.toString());
            assertEquals(1, result.flows());
            assertTrue(result.problems().isEmpty(), result.problems().toString());
        } finally {
            runner.shutdownNow();
        }
    }

    @Test
    void aRunThatIsStoppedBeforeItBeginsEnds() throws Exception {
        Needs.capture();
        Periplus live = Periplus.live("lo");
        live.stop();
        assertEquals(0, live.each(flow -> {}).problems().size());
    }

    @Test
    void anInterfaceThatIsNotThereIsAnException() throws Exception {
        Needs.capture();
        assertThrows(IOException.class, () -> Periplus.live("no-such-0").each(flow -> {}));
        assertThrows(
                IllegalArgumentException.class,
                () -> Periplus.live("lo").filter("nonsense (").each(flow -> {}));
    }
}
