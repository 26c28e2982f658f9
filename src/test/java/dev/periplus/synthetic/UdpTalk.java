package dev.periplus.synthetic;

import java.util.Random;

/** A UDP flow: datagrams between two endpoints. */
final class UdpTalk {
    private final Wire wire;
    private final Endpoint client;
    private final Endpoint server;
    private int id;

    UdpTalk(Wire wire, Endpoint client, Endpoint server, Random random) {
        this.wire = wire;
        this.client = client;
        this.server = server;
        id = random.nextInt(0x10000);
    }

    void client(long time, byte[] payload) {
        send(time, client, server, payload);
    }

    void server(long time, byte[] payload) {
        send(time, server, client, payload);
    }

    /** Sends the server's datagram in fragments of at most {@code most} bytes, a multiple of 8. */
    void serverFragmented(long time, byte[] payload, int most) {
        long at = time;
        for (byte[] packet :
                Ip.fragments(server.ip(), client.ip(), Ip.UDP, id++, Ip.udp(server, client, payload), most)) {
            wire.send(at, server.ip(), client.ip(), packet);
            at += 12_000;
        }
    }

    UdpTalk expect(long start, String label, String standing) {
        wire.trace().expect(start, "udp", client, server, label, standing);
        return this;
    }

    private void send(long time, Endpoint from, Endpoint to, byte[] payload) {
        wire.send(time, from.ip(), to.ip(), Ip.packet(from.ip(), to.ip(), Ip.UDP, id++, Ip.udp(from, to, payload)));
    }
}
