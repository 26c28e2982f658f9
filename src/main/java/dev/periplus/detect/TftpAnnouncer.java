package dev.periplus.detect;

import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;
import java.nio.charset.StandardCharsets;

/**
 * Announces the transfer for a TFTP request: the server uses a new port for it and sends to the client's (RFC 1350
 * section 4).
 */
final class TftpAnnouncer implements Announcer {
    private static final Expected TRANSFER = Expected.ofAnyForm("tftp", Packet.UDP, Role.CLIENT, 80);
    private static final int READ = 1;
    private static final int WRITE = 2;

    /** The file name, which ends with a zero byte. */
    private static String name(Packet packet) {
        int from = packet.payloadOffset + 2;
        int end = from;
        while (end < packet.payloadOffset + packet.payloadCaptured && packet.bytes[end] != 0) {
            end++;
        }
        return new String(packet.bytes, from, end - from, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String name() {
        return "tftp";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        if (packet.payloadCaptured < 4 || packet.bytes[packet.payloadOffset] != 0) {
            return;
        }
        int operation = packet.bytes[packet.payloadOffset + 1];
        if (operation == READ || operation == WRITE) {
            String says = "announced by a TFTP " + (operation == READ ? "read" : "write") + " request";
            into.announce(TRANSFER, flow.host(side), flow.port(side), flow.host(1 - side), says);
            into.carries(name(packet));
        }
    }
}
