package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.answer.HostFact.Kind;
import dev.periplus.flow.Flow;

/** SSDP (UPnP Device Architecture 2.0 sections 1.2 and 1.3): the software of a device, and what device it is. */
final class SsdpFacts extends FactReader {
    private static final String DEVICE = ":device:";

    private final HeadLines lines = new HeadLines();

    SsdpFacts() {
        super("ssdp");
    }

    @Override
    void read(Flow flow, int side) {
        byte[] bytes = cursor.take(cursor.remaining());
        int start = 0;
        while (start < bytes.length && bytes[start] != '\n') {
            start++;
        }
        boolean searches = bytes.length > 0 && bytes[0] == 'M';
        lines.reset(bytes, start + 1, bytes.length);
        while (lines.next()) {
            if (lines.is("server") || lines.is("user-agent")) {
                tell(Kind.SOFTWARE, lines.value(), lines.is("server") ? "SSDP Server" : "SSDP User-Agent");
            } else if (!searches && (lines.is("st") || lines.is("nt"))) {
                String type = lines.value();
                int at = type.indexOf(DEVICE);
                String device = at < 0 ? "" : type.substring(at + DEVICE.length());
                tell(Kind.ROLE, device.isEmpty() ? "" : "UPnP " + device.replaceFirst(":\\d+$", ""), "SSDP type");
            }
        }
        if (Address.isMulticast(flow.high(1 - side), flow.low(1 - side))) {
            tellStation("frame of an SSDP message");
        }
    }

    private void tell(Kind kind, String value, String source) {
        tell(speaker, kind, value, source, lines.at(), lines.length());
    }
}
