package dev.periplus.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.periplus.address.Address;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makers of network interfaces by the beginning of the MAC address (IEEE 802-2014 section 8.2): 24, 28 or 36 bits, the
 * longest first. The list is read when it is first asked. It is a claim of the address: anyone may set another.
 */
public final class Makers {
    private static final int[] DIGITS = {9, 7, 6};
    private static final int DIGITS_OF_ALL = 12;
    private static final long LOCAL = 0x0200_0000_0000L;

    private Makers() {}

    /** Reads the list once. */
    private static final class Assigned {
        private static final Map<String, String> BY_PREFIX = read();

        private static Map<String, String> read() {
            try (InputStream in = Makers.class.getResourceAsStream("makers.tsv")) {
                if (in == null) {
                    throw new IllegalStateException("missing from the jar: makers.tsv");
                }
                Map<String, String> makers = new HashMap<>(1 << 17);
                BufferedReader lines = new BufferedReader(new InputStreamReader(in, UTF_8));
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    int tab = line.indexOf('\t');
                    String name = line.startsWith("#") ? "" : line.substring(0, tab);
                    for (String prefix : name.isEmpty()
                            ? new String[0]
                            : line.substring(tab + 1).split(" ")) {
                        makers.put(prefix, name);
                    }
                }
                return makers;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Returns who made the interface with a MAC address; null if it is no MAC address or assigned to nobody. */
    public static @Nullable String of(@Nullable Address station) {
        if (station == null || !station.isStation()) {
            return null;
        }
        if ((station.low() & LOCAL) != 0) {
            return "locally administered";
        }
        String digits = Long.toHexString(station.low());
        String all = "0".repeat(DIGITS_OF_ALL - digits.length()) + digits;
        String maker = null;
        for (int i = 0; i < DIGITS.length && maker == null; i++) {
            maker = Assigned.BY_PREFIX.get(all.substring(0, DIGITS[i]));
        }
        return maker;
    }

    /** Same, for the text of a MAC address. */
    public static @Nullable String of(String mac) {
        return of(Address.parse(mac));
    }
}
