package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.classify.Announcements;
import dev.periplus.classify.Announcer;
import dev.periplus.decode.ByteCursor;
import dev.periplus.decode.Packet;
import dev.periplus.flow.Flow;
import java.util.Locale;

/**
 * Announces the addresses that DNS returned to a host (RFC 1035 section 4.1.3, RFC 3596 section 2.2), under the queried
 * name even if aliases led to them. Answers to multicast groups are skipped because they have no single recipient.
 */
final class DnsAnnouncer implements Announcer {
    private static final int MOST_ADDRESSES = 16;
    private static final int INTERNET = 1;

    private final DnsMessage message = new DnsMessage();
    private final ByteCursor reader = new ByteCursor();

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public void hear(Flow flow, int side, Packet packet, Announcements into) {
        int prefix = flow.protocol() == Packet.TCP ? 2 : 0;
        int captured = packet.payloadCaptured - prefix;
        int asker = 1 - side;
        if (captured < DnsMessage.HEADER || Address.isMulticast(flow.high(asker), flow.low(asker))) {
            return;
        }
        int from = packet.payloadOffset + prefix;
        boolean reply = packet.bytes[from + 2] < 0;
        if (!reply
                || message.read(packet.bytes, from, captured, packet.payloadLength - prefix) != DnsMessage.Fit.EXACT) {
            return;
        }
        if (message.questions == 1 && message.answers > 0 && message.rcode() == 0 && !message.halfAscii) {
            reader.reset(packet.bytes, from, captured);
            reader.seek(message.questionName);
            answers(flow.host(asker), DnsNames.read(reader).toLowerCase(Locale.ROOT), into);
        }
    }

    private void answers(Address asker, String name, Announcements into) {
        reader.seek(message.recordsAt);
        for (int i = 0; i < Math.min(message.answers, MOST_ADDRESSES) && !reader.failed(); i++) {
            passName();
            int type = reader.u16();
            int clazz = reader.u16();
            reader.skip(4);
            int length = reader.u16();
            int after = reader.position() + length;
            if (clazz == INTERNET && type == DnsNames.A && length == 4) {
                into.name(Address.ofIpv4(reader.u32()), asker, name);
            } else if (clazz == INTERNET && type == DnsNames.AAAA && length == 16) {
                into.name(new Address(reader.u64(), reader.u64()), asker, name);
            }
            reader.seek(after);
        }
    }

    private void passName() {
        for (int length = reader.u8(); length != 0 && !reader.failed(); length = reader.u8()) {
            if (length >= DnsMessage.POINTER) {
                reader.skip(1);
                return;
            }
            reader.skip(length);
        }
    }
}
