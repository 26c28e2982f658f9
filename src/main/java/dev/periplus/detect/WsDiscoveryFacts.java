package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/**
 * WS-Discovery (OASIS WS-Discovery 1.1 sections 4 and 5): the types of a device, and the name and hardware that ONVIF
 * devices put into their scopes (ONVIF Core Specification section 7.3.2.2).
 */
final class WsDiscoveryFacts extends FactReader {
    private static final int MOST = 16;
    private static final String[] TYPES = {
        ":Computer",
        "computer",
        "PrintDeviceType",
        "printer",
        "ScanDeviceType",
        "scanner",
        "NetworkVideoTransmitter",
        "camera"
    };

    WsDiscoveryFacts() {
        super("ws-discovery");
    }

    @Override
    void read(Flow flow, int side) {
        byte[] bytes = cursor.take(cursor.remaining());
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        boolean tells = text.contains("Hello>") || text.contains("ProbeMatches>") || text.contains("ResolveMatches>");
        if (!tells) {
            return;
        }
        int types = text.indexOf("Types>");
        int end = types < 0 ? -1 : text.indexOf('<', types);
        for (int i = 0; i < TYPES.length && end > 0; i += 2) {
            int at = text.indexOf(TYPES[i], types);
            if (at > 0 && at < end) {
                tell(speaker, Kind.ROLE, TYPES[i + 1], "WS-Discovery types", at, TYPES[i].length());
            }
        }
        scopes(text, "onvif.org/name/", Kind.NAME);
        scopes(text, "onvif.org/hardware/", Kind.MODEL);
        if (Address.isMulticast(flow.high(1 - side), flow.low(1 - side))) {
            tellStation("frame of a WS-Discovery message");
        }
    }

    private void scopes(String text, String scope, Kind kind) {
        int at = text.indexOf(scope);
        for (int i = 0; i < MOST && at >= 0; i++) {
            int from = at + scope.length();
            int to = from;
            while (to < text.length() && text.charAt(to) > ' ' && text.charAt(to) != '<') {
                to++;
            }
            tell(speaker, kind, decoded(text.substring(from, to)), "WS-Discovery scope", from, to - from);
            at = text.indexOf(scope, to);
        }
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }
}
