package dev.periplus.api;

import dev.periplus.address.Address;
import dev.periplus.capture.Interfaces;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An interface of this host that libpcap knows.
 *
 * @param description what the system calls it, or null
 * @param addresses as text
 * @param linkType name of the link type of its packets, or null if it cannot be opened
 * @param whyNot a sentence stating why it cannot be opened, or null
 */
public record CaptureInterface(
        String name,
        @Nullable String description,
        List<String> addresses,
        boolean up,
        boolean loopback,
        @Nullable String linkType,
        @Nullable String whyNot) {
    /** Copies the addresses. */
    public CaptureInterface {
        addresses = List.copyOf(addresses);
    }

    static List<CaptureInterface> of(List<Interfaces.Interface> known) {
        List<CaptureInterface> all = new ArrayList<>();
        for (Interfaces.Interface one : known) {
            List<String> addresses = one.addresses().stream()
                    .map(address -> String.valueOf(Address.of(address.getAddress())))
                    .toList();
            all.add(new CaptureInterface(
                    one.name(), one.description(), addresses, one.up(), one.loopback(), one.linkType(), one.whyNot()));
        }
        return all;
    }
}
