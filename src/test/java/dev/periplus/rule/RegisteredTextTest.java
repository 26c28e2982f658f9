package dev.periplus.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.periplus.address.Transport;
import dev.periplus.registry.PortRegistry;
import dev.periplus.registry.Registration;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the text of a registration says of the layer below it. */
class RegisteredTextTest {
    private static final Pattern SSH = Pattern.compile("(?i)\\bSSH\\b");
    private static final Pattern SECURE = Pattern.compile("(?i)\\b(TLS|SSL|HTTPS|secure HTTP)\\b");
    private static final Pattern DATAGRAM = Pattern.compile("(?i)\\bDTLS\\b");
    private static final Pattern QUIC = Pattern.compile("(?i)\\bQUIC\\b");
    private static final Pattern HTTP = Pattern.compile("(?i)\\b(HTTP|REST|SOAP)\\b");

    private final RuleSet rules = new RuleLoader().packaged().load();
    private final PortRegistry registry = PortRegistry.load();

    private boolean bearsOut(String label, Registration entry) {
        return rules.protocol(label).bearsOut(entry.transport(), entry.name(), entry.description());
    }

    private boolean bearsOut(String label, String name, String description) {
        return rules.protocol(label).bearsOut(Transport.TCP, name, description);
    }

    @Test
    void everyRegistrationThatTellsItsLayerIsBorneOutByIt() {
        Map<String, Integer> counts = new TreeMap<>();
        for (int port = 0; port <= 0xffff; port++) {
            for (Registration entry : registry.at(port)) {
                String label = layer(entry.name() + " " + entry.description(), entry.transport());
                if (entry.named() && !label.isEmpty()) {
                    assertTrue(bearsOut(label, entry), () -> label + ": " + entry);
                    counts.merge(label, 1, Integer::sum);
                }
            }
        }
        assertEquals("[dtls, http, quic, ssh, tls]", counts.keySet().toString());
        assertTrue(counts.get("tls") > 100 && counts.get("http") > 50 && counts.get("ssh") > 8, counts.toString());
    }

    private static String layer(String text, int transport) {
        boolean streams = transport == Transport.TCP;
        if (SSH.matcher(text).find()) {
            return "ssh";
        }
        if (QUIC.matcher(text).find()) {
            return transport == Transport.UDP ? "quic" : "";
        }
        if (DATAGRAM.matcher(text).find()) {
            return streams ? "" : "dtls";
        }
        boolean http = HTTP.matcher(text).find() || text.contains("HTTPS");
        if (SECURE.matcher(text).find()) {
            return streams ? "tls" : http || text.contains("http") ? "" : "dtls";
        }
        return http && streams && !text.contains("BEEP") ? "http" : "";
    }

    @Test
    void httpInTheClearIsNotWhatASecurePortIsRegisteredFor() {
        String[][] secure = {
            {"https", "http protocol over TLS/SSL"},
            {"saphostctrls", "SAPHostControl over SOAP/HTTPS"},
            {"docker-s", "Docker REST API (ssl)"},
            {"nsesrvr", "Software Essentials Secure HTTP server"},
            {"oob-ws-https", "DMTF out-of-band secure web services management protocol"},
        };
        for (String[] entry : secure) {
            assertTrue(bearsOut("tls", entry[0], entry[1]), entry[1]);
            assertFalse(bearsOut("http", entry[0], entry[1]), entry[1]);
        }
        assertFalse(bearsOut("http", "soap-beep", "SOAP over BEEP"));
    }

    @Test
    void aPartOfAWordSaysNothing() {
        assertFalse(bearsOut("tls", "initlsmsad", "initlsmsad"));
        assertFalse(bearsOut("tls", "ssslic-mgr", "License Validation"));
        assertFalse(bearsOut("http", "reversion", "Reversion Backup/Restore"));
        assertFalse(bearsOut("http", "httpx", "HTTPX"));
        assertTrue(bearsOut("http", "x", "a Rest interface"));
    }

    @Test
    void datagramLayersBearOutNoRegistrationOfStreams() {
        Registration stream = registry.primary(Transport.TCP, 5349);
        Registration datagrams = registry.at(Transport.UDP, 5349).get(1);
        assertTrue(bearsOut("tls", stream) && !bearsOut("dtls", stream), stream.toString());
        assertTrue(bearsOut("dtls", datagrams) && !bearsOut("tls", datagrams), datagrams.toString());
        assertTrue(bearsOut("quic", registry.primary(Transport.UDP, 853)));
        assertFalse(bearsOut("dtls", registry.primary(Transport.UDP, 443)), "there is no HTTP over DTLS");
        assertTrue(bearsOut("quic", registry.primary(Transport.UDP, 8443)), "HTTP/3");
    }

    @Test
    void namesCompareWithoutCase() {
        Registration messages = registry.primary(Transport.TCP, 44818);
        assertEquals("EtherNet-IP-2", messages.name());
        assertTrue(bearsOut("ethernet-ip", messages));
        assertFalse(bearsOut("modbus", messages));
        assertTrue(bearsOut("rdp", "MS-WBT-Server", ""));
    }
}
