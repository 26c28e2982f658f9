package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.classify.Expected;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import dev.periplus.flow.Role;

/**
 * Announces the data connections that an FTP control connection negotiates: PORT and reply 227 (RFC 959 sections 4.1.2
 * and 4.2), EPRT and reply 229 (RFC 2428). If the stated address differs from the sender's, as behind address
 * translation, both are announced, but the stated one only for flows of the host that was told it.
 */
final class FtpAnnouncer implements Announcer {
    private static final Expected DATA = Expected.ofAnyForm("ftp-data", Packet.TCP, Role.SERVER, 80);
    private static final String HOW = "announced by FTP ";

    private final PacketLines lines = new PacketLines();
    private final LoginLines logins;

    /** @param secrets writes the logins of clients */
    FtpAnnouncer(Secrets secrets) {
        logins = new LoginLines(secrets);
    }

    @Override
    public String name() {
        return "ftp";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        boolean server = side == flow.serverSide();
        LoginLines.State state = LoginLines.of(into);
        lines.segment(packet, side, state);
        while (lines.next()) {
            if (server && lines.takes("227 ")) {
                numbers(flow, side, HOW + "reply 227 to PASV", into);
            } else if (server && lines.takes("229 ")) {
                extended(flow, side, HOW + "reply 229 to EPSV", into);
            } else if (!server && lines.takes("port ")) {
                numbers(flow, side, HOW + "command PORT", into);
            } else if (!server && lines.takes("eprt ")) {
                extended(flow, side, HOW + "command EPRT", into);
            } else if (!server && (lines.takes("retr ") || lines.takes("stor "))) {
                into.carries(lines.toString());
            } else if (!server) {
                logins.read(lines, state, "FTP", into);
            }
        }
    }

    /** Reads six comma-separated numbers; the first follows any character on the line that is not a digit. */
    private void numbers(Flow flow, int side, String how, Announcements into) {
        lines.passNonDigits();
        int bits = 0;
        int port = 0;
        for (int i = 0; i < 6; i++) {
            int number = lines.number(0xff);
            if (number < 0 || i < 5 && !lines.takes(",")) {
                return;
            }
            if (i < 4) {
                bits = bits << 8 | number;
            } else {
                port = port << 8 | number;
            }
        }
        Address host = flow.host(side);
        Address named = Address.ofIpv4(bits);
        into.announce(DATA, host, port, how);
        if (flow.ipVersion() == 4 && !named.equals(host)) {
            into.announce(DATA, named, port, flow.host(1 - side), how);
        }
    }

    /**
     * Reads {@code
     * 1
     * 192.0.2.1
     * 6275
     * } or {@code (
     *
     *
     * 6446
     * )} with any delimiter; the address is the sender's.
     */
    private void extended(Flow flow, int side, String how, Announcements into) {
        for (int delimiters = 0; delimiters < 3; delimiters++) {
            if (!lines.passes('|')) {
                return;
            }
        }
        int port = lines.number(0xffff);
        if (port > 0 && lines.takes("|")) {
            into.announce(DATA, flow.host(side), port, how);
        }
    }
}
