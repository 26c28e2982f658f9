package dev.periplus.synthetic;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/**
 * Flows in which one protocol hands over to another: STARTTLS in SMTP, a tunnel through an HTTP proxy, SOCKS 5 with a
 * password, the PROXY protocol, an upgrade to WebSocket; and an FTP session with its announced data connections. None
 * uses its registered port.
 */
final class Changes implements Scenario {
    static final long SEED = 3207;

    private static final long START = Times.of("2021-03-04T10:15:30.402118337Z");
    private static final String NAME = "mail.example.org";

    private final Random random = new Random(SEED);
    private final Trace trace = new Trace();
    private final Wire wire = Wire.ethernet(trace);
    private int flows;

    @Override
    public Capture make() {
        startTls();
        connect();
        socks();
        proxyHeader();
        webSocket();
        ftp();
        return PcapFile.capture("protocol-changes.pcap", trace, 65535);
    }

    private void startTls() {
        TcpTalk talk = talk(3225, "smtp", Answer.NOT_AS_REGISTERED).open();
        talk.server(text("220 " + NAME + " ESMTP ready\r\n")).client(text("EHLO client.example.net\r\n"));
        talk.server(text("250-" + NAME + "\r\n250-SIZE 52428800\r\n250 STARTTLS\r\n"));
        talk.client(text("STARTTLS\r\n")).server(text("220 2.0.0 Ready to start TLS\r\n"));
        Tls.shake(talk, random, NAME, "smtp");
        talk.client(Tls.data(random, 190)).server(Tls.data(random, 240));
        talk.pause(Times.SECOND).close();
    }

    private void connect() {
        TcpTalk talk = talk(3228, "http", Answer.NOT_AS_REGISTERED).open();
        talk.client(text("CONNECT www.example.org:443 HTTP/1.1\r\nHost: www.example.org:443\r\n\r\n"));
        talk.server(text("HTTP/1.1 200 Connection established\r\n\r\n"));
        Tls.shake(talk, random, "www.example.org", "h2");
        talk.client(Tls.data(random, 300)).server(Tls.data(random, 1800));
        talk.pause(Times.SECOND).close();
    }

    private void socks() {
        TcpTalk talk = talk(3231, "socks", Answer.NOT_AS_REGISTERED).open();
        talk.client(hex("05 02 00 02")).server(hex("05 02"));
        talk.client(Bytes.join(hex("01 05"), text("alice"), hex("06"), text("secret")))
                .server(hex("01 00"));
        talk.client(Bytes.join(hex("05 01 00 03 0f"), text("www.example.net"), hex("0050")));
        talk.server(hex("05 00 00 01 c0000250 0050"));
        talk.client(Http.get("www.example.net", "/")).server(Http.ok("text/html", "<html>ok</html>"));
        talk.pause(Times.SECOND).close();
    }

    private void proxyHeader() {
        TcpTalk talk = talk(3233, "proxy-protocol", Answer.NOT_AS_REGISTERED).open();
        talk.client(
                Bytes.join(text("PROXY TCP4 198.51.100.7 203.0.113.5 40112 22\r\n"), text("SSH-2.0-OpenSSH_8.4\r\n")));
        talk.server(text("SSH-2.0-OpenSSH_7.9p1 Debian-10\r\n"));
        talk.client(Bytes.random(random, 60)).server(Bytes.random(random, 90));
        talk.pause(Times.SECOND).close();
    }

    private void webSocket() {
        TcpTalk talk = talk(3237, "websocket", Answer.NOT_AS_REGISTERED).open();
        talk.client(text("GET /live HTTP/1.1\r\nHost: push.example.org\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n"));
        talk.server(text("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"));
        talk.server(hex("81 05 48656c6c6f"));
        talk.pause(Times.SECOND).close();
    }

    private void ftp() {
        TcpTalk control = talk(3240, "ftp", Answer.NOT_AS_REGISTERED).open();
        control.server(text("220 files.example.org FTP server ready.\r\n")).client(text("USER anonymous\r\n"));
        control.server(text("331 Please specify the password.\r\n")).client(text("PASS guest@example.org\r\n"));
        control.server(text("230 Login successful.\r\n"));
        String server = "10.9.7.5";
        control.client(text("PASV\r\n")).server(text("227 Entering Passive Mode (10,9,7,5,117,49).\r\n"));
        control.client(text("RETR page.html\r\n"));
        transfer(control, new Endpoint("10.1.7.6", 51120), new Endpoint(server, 117 * 256 + 49), false);
        control.server(text("150 Opening BINARY mode data connection.\r\n226 Transfer complete.\r\n"));
        control.client(text("EPRT |1|10.1.7.6|51133|\r\n")).server(text("200 EPRT command successful.\r\n"));
        control.client(text("STOR notes.bin\r\n"));
        transfer(control, new Endpoint(server, 20), new Endpoint("10.1.7.6", 51133), true);
        control.server(text("150 Ok to send data.\r\n226 Transfer complete.\r\n"));
        control.client(text("QUIT\r\n")).server(text("221 Goodbye.\r\n")).close();
    }

    /** Adds a data connection while the control connection is open. */
    private void transfer(TcpTalk control, Endpoint client, Endpoint server, boolean active) {
        TcpTalk data = new TcpTalk(wire, client, server, random, control.clock() + 900_000, 4 * Times.MILLISECOND);
        data.expect("ftp-data", active ? Answer.UNREGISTERED : Answer.NOT_AS_REGISTERED)
                .open();
        byte[] page = Bytes.join(text("<html><body>"), Bytes.random(random, 900));
        if (active) {
            data.server(Bytes.random(random, 2200));
        } else {
            data.server(page);
        }
        data.close();
        control.at(data.clock());
    }

    private TcpTalk talk(int port, String label, String standing) {
        flows++;
        Endpoint client = new Endpoint("10.1.7." + flows, 50_000 + 37 * flows);
        Endpoint server = new Endpoint(flows == 6 ? "10.9.7.5" : "10.9.6." + flows, port);
        long start = START + flows * 20 * Times.SECOND;
        return new TcpTalk(wire, client, server, random, start, 12 * Times.MILLISECOND).expect(label, standing);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] hex(String text) {
        return new Bytes().hex(text).array();
    }
}
