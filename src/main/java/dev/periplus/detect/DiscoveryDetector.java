package dev.periplus.detect;

import dev.periplus.address.Address;
import dev.periplus.address.Transport;
import dev.periplus.classify.Detector;
import dev.periplus.classify.Trail;
import dev.periplus.decode.ByteCursor;
import dev.periplus.flow.Exchange;
import dev.periplus.flow.Said;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * What switches and routers say of themselves: LLDP (IEEE 802.1AB-2016 section 8.5) and Cisco Discovery Protocol.
 * Metadata under {@code lldp} and {@code cdp}; signatures find the labels.
 */
final class DiscoveryDetector implements Detector {
    private static final int LLDP = Transport.ofEtherType(0x88cc);
    private static final int CISCO = Transport.ofOrganisation(0x00000c);
    private static final int LONGEST = 255;

    private static final int STATION_BYTES = 6;
    private static final int IPV4_BYTES = 4;
    private static final int IPV6_BYTES = 16;

    private final ByteCursor cursor = new ByteCursor();
    private final DiscoveryFields fields = new DiscoveryFields(cursor);

    @Override
    public String name() {
        return "discovery";
    }

    @Override
    public boolean wants(int protocol) {
        return Transport.isFrame(protocol);
    }

    /** LLDP by the type of its first field, Cisco's protocol by its version. */
    @Override
    public boolean opensWith(int first) {
        return first == 1 || first == 2;
    }

    @Override
    public Next inspect(Exchange exchange, Trail trail) {
        if (exchange.protocol() != LLDP && exchange.protocol() != CISCO) {
            return Next.DONE;
        }
        Said said = exchange.said(exchange.speakingSide());
        cursor.reset(said.bytes(), 0, said.length());
        if (exchange.protocol() == LLDP) {
            lldp(trail);
        } else {
            cisco(trail);
        }
        return Next.MORE;
    }

    /** The chassis comes first. */
    private void lldp(Trail trail) {
        fields.lldp();
        while (fields.next() && (fields.type == 1 || !fields.isFirst())) {
            byte[] value = cursor.take(fields.length);
            switch (fields.type) {
                case 1 -> tell(trail, "lldp", "chassis_id", identifier(value, 4, 5));
                case 2 -> tell(trail, "lldp", "port_id", identifier(value, 3, 4));
                case 4 -> tell(trail, "lldp", "port_description", text(value, 0));
                case 5 -> tell(trail, "lldp", "system_name", text(value, 0));
                case 6 -> tell(trail, "lldp", "system_description", text(value, 0));
                default -> {}
            }
        }
    }

    /** The device comes first. */
    private void cisco(Trail trail) {
        int version = cursor.u8();
        fields.cisco();
        while (version >= 1 && version <= 2 && fields.next() && (fields.type == 1 || !fields.isFirst())) {
            byte[] value = cursor.take(fields.length);
            switch (fields.type) {
                case 1 -> tell(trail, "cdp", "device_id", text(value, 0));
                case 3 -> tell(trail, "cdp", "port_id", text(value, 0));
                case 5 -> tell(trail, "cdp", "software", text(value, 0));
                case 6 -> tell(trail, "cdp", "platform", text(value, 0));
                case 0x14 -> tell(trail, "cdp", "system_name", text(value, 0));
                default -> {}
            }
        }
    }

    private static void tell(Trail trail, String group, String key, String value) {
        if (!value.isEmpty()) {
            trail.metadata(group, key, value);
        }
    }

    /**
     * An identifier, of which the first byte tells the form.
     *
     * @param station form of a station address
     * @param network form of a network address, which begins with the number of its family
     */
    private static String identifier(byte[] value, int station, int network) {
        if (value.length < 2) {
            return "";
        }
        int form = value[0];
        if (form == station && value.length == 1 + STATION_BYTES) {
            return HexFormat.ofDelimiter(":").formatHex(value, 1, value.length);
        }
        if (form == network && value[1] == 1 && value.length == 2 + IPV4_BYTES) {
            return Address.text(4, 0, Address.MAPPED | number(value, 2, IPV4_BYTES));
        }
        if (form == network && value[1] == 2 && value.length == 2 + IPV6_BYTES) {
            return Address.text(6, number(value, 2, Long.BYTES), number(value, 2 + Long.BYTES, Long.BYTES));
        }
        return text(value, 1);
    }

    private static long number(byte[] bytes, int at, int count) {
        long number = 0;
        for (int i = at; i < at + count; i++) {
            number = number << Byte.SIZE | bytes[i] & 0xff;
        }
        return number;
    }

    /** Text up to a zero byte; bytes that are no text as hexadecimal digits. */
    private static String text(byte[] value, int from) {
        int end = from;
        boolean binary = false;
        while (end < value.length && value[end] != 0) {
            binary |= value[end] >= 0
                    && value[end] < ' '
                    && value[end] != '\n'
                    && value[end] != '\r'
                    && value[end] != '\t';
            end++;
        }
        String text = binary
                ? HexFormat.of().formatHex(value, from, value.length)
                : new String(value, from, end - from, StandardCharsets.UTF_8).strip();
        return text.substring(0, Math.min(text.length(), LONGEST));
    }
}
