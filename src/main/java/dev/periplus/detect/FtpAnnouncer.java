package dev.periplus.detect;

import dev.periplus.classify.Announcement;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.function.Consumer;

/**
 * The data connections that an FTP control connection announces: PORT and the answer 227 (RFC 959 sections 4.1.2 and
 * 4.2), EPRT and the answer 229 (RFC 2428). Where the address named differs from that of the host that names it, as
 * behind address translation, both are taken.
 */
final class FtpAnnouncer implements Announcer {
    private static final String LABEL = "ftp-data";
    private static final int MOST_READ = 512;
    private static final long MAPPED = 0xffff_0000_0000L;

    private final byte[] line = new byte[MOST_READ];
    private int length;
    private int at;

    @Override
    public String name() {
        return "ftp";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Consumer<Announcement> into) {
        length = Math.min(packet.payloadCaptured, MOST_READ);
        System.arraycopy(packet.bytes, packet.payloadOffset, line, 0, length);
        boolean server = side == flow.serverSide();
        for (int start = 0; start < length; start = next(start)) {
            if (server && begins(start, "227 ")) {
                at = start + 4;
                numbers(flow, side, packet, "answer 227 to PASV", into);
            } else if (server && begins(start, "229 ")) {
                extended(start + 4, flow, side, packet, "answer 229 to EPSV", into);
            } else if (!server && begins(start, "PORT ")) {
                at = start + 5;
                numbers(flow, side, packet, "command PORT", into);
            } else if (!server && begins(start, "EPRT ")) {
                extended(start + 5, flow, side, packet, "command EPRT", into);
            }
        }
    }

    private int next(int start) {
        int end = start;
        while (end < length && line[end] != '\n') {
            end++;
        }
        return end + 1;
    }

    private boolean begins(int start, String word) {
        if (start + word.length() > length) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            int octet = line[start + i];
            int folded = octet >= 'a' && octet <= 'z' ? octet - 32 : octet;
            if (folded != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Six numbers with commas between them, the first of which follows anything but a digit on the line. */
    private void numbers(Flow flow, int side, Packet packet, String how, Consumer<Announcement> into) {
        while (at < length && line[at] != '\n' && !isDigit(at)) {
            at++;
        }
        long address = 0;
        int port = 0;
        for (int i = 0; i < 6; i++) {
            int number = number(0xff);
            if (number < 0 || i < 5 && (at >= length || line[at++] != ',')) {
                return;
            }
            if (i < 4) {
                address = address << 8 | number;
            } else {
                port = port << 8 | number;
            }
        }
        announce(flow, side, packet, port, how, into);
        if (flow.ipVersion() == 4 && flow.low(side) != (MAPPED | address)) {
            into.accept(made(0, MAPPED | address, port, packet, how));
        }
    }

    /** {@code |1|192.0.2.1|6275|} or {@code (|||6446|)}: any delimiter; the address is that of the host that says it. */
    private void extended(int start, Flow flow, int side, Packet packet, String how, Consumer<Announcement> into) {
        at = start;
        while (at < length && line[at] != '\n' && line[at] != '|') {
            at++;
        }
        for (int delimiters = 0; delimiters < 3; at++) {
            if (at >= length || line[at] == '\n') {
                return;
            }
            delimiters += line[at] == '|' ? 1 : 0;
        }
        int port = number(0xffff);
        if (port > 0 && at < length && line[at] == '|') {
            announce(flow, side, packet, port, how, into);
        }
    }

    private void announce(Flow flow, int side, Packet packet, int port, String how, Consumer<Announcement> into) {
        if (port > 0) {
            into.accept(made(flow.high(side), flow.low(side), port, packet, how));
        }
    }

    private static Announcement made(long high, long low, int port, Packet packet, String how) {
        String says = "announced on an FTP control connection: " + how + " in packet " + packet.number;
        return new Announcement(high, low, Packet.TCP, port, LABEL, packet.time, says);
    }

    /** The number at the place reached, or -1 where there is none up to {@code most}. */
    private int number(int most) {
        int from = at;
        int number = 0;
        while (at < length && isDigit(at) && number <= most) {
            number = number * 10 + line[at++] - '0';
        }
        return at == from || number > most ? -1 : number;
    }

    private boolean isDigit(int index) {
        return line[index] >= '0' && line[index] <= '9';
    }
}
