package dev.periplus.bench;

import dev.periplus.decode.Packet;
import dev.periplus.synthetic.Http;
import dev.periplus.synthetic.Tls;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A TCP flow in which a server sends endlessly. Seven in ten are TLS, the others HTTP. */
final class BulkFlow {
    private static final int CLIENTS = 0x0a00_0001;
    private static final int SERVERS = 0xc612_0001;
    private static final int ACKNOWLEDGED = 40;
    private static final int NOISE = 1 << 16;
    private static final int RECORD_HEADER = 5;

    private final Random random;
    private final Ends toServer;
    private final Ends toClient;
    private final boolean tls;
    private final List<Turn> opening = new ArrayList<>();
    private final byte[] noise = new byte[NOISE];
    private final byte[] segment = new byte[FrameBuilder.SEGMENT];
    private int clientNext;
    private int serverNext;
    private int step;

    private record Turn(boolean byClient, byte[] bytes) {}

    /**
     * Begins a flow.
     *
     * @param number number of the flow, which determines its addresses
     */
    BulkFlow(int number, Random random) {
        this.random = random;
        tls = number % 10 < 7;
        int clientPort = 32_768 + random.nextInt(28_000);
        toServer = new Ends(CLIENTS + number * 257, clientPort, SERVERS + number, tls ? 443 : 80);
        toClient = toServer.back();
        clientNext = random.nextInt();
        serverNext = random.nextInt();
        random.nextBytes(noise);
        String host = "www" + number + ".example.org";
        if (tls) {
            say(true, Tls.clientHello(random, host, "http/1.1"));
            say(false, Tls.serverHello(random, host, "http/1.1"));
            say(true, Tls.clientKeyExchange(random));
            say(false, Tls.finished(random));
        } else {
            say(true, Http.get(host, "/archive.bin"));
            say(false, Http.head("application/octet-stream", 1L << 40));
        }
    }

    private void say(boolean byClient, byte[] bytes) {
        for (int at = 0; at < bytes.length; at += FrameBuilder.SEGMENT) {
            int end = Math.min(bytes.length, at + FrameBuilder.SEGMENT);
            opening.add(new Turn(byClient, Arrays.copyOfRange(bytes, at, end)));
        }
    }

    /** Builds the next packet of the flow. */
    void next(FrameBuilder into) {
        int number = step++;
        if (number == 0) {
            into.tcp(toServer, clientNext++, 0, Packet.SYN);
        } else if (number == 1) {
            into.tcp(toClient, serverNext++, clientNext, Packet.SYN | Packet.ACK);
        } else if (number == 2 || number % ACKNOWLEDGED == 0) {
            into.tcp(toServer, clientNext, serverNext, Packet.ACK);
        } else if (!opening.isEmpty()) {
            Turn turn = opening.remove(0);
            send(turn.byClient, turn.bytes, into);
        } else {
            send(false, data(), into);
        }
    }

    private void send(boolean byClient, byte[] bytes, FrameBuilder into) {
        if (byClient) {
            into.tcp(toServer, clientNext, serverNext, bytes);
            clientNext += bytes.length;
        } else {
            into.tcp(toClient, serverNext, clientNext, bytes);
            serverNext += bytes.length;
        }
    }

    /** A segment of random bytes; for TLS, one record of application data. */
    private byte[] data() {
        System.arraycopy(noise, random.nextInt(NOISE - segment.length), segment, 0, segment.length);
        if (tls) {
            segment[0] = 23;
            segment[1] = 3;
            segment[2] = 3;
            InternetChecksum.put(segment, 3, segment.length - RECORD_HEADER);
        }
        return segment;
    }
}
