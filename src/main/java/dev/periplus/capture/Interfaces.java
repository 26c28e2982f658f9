package dev.periplus.capture;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.PcapAddress;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface;
import org.pcap4j.core.Pcaps;

/** Lists the interfaces of this host that libpcap knows. */
public final class Interfaces {
    private static final int SNAP_LENGTH = 64;

    private Interfaces() {}

    /**
     * One interface.
     *
     * @param linkType name of the link type of its packets, or null if it cannot be opened
     * @param whyNot a sentence stating why it cannot be opened, or null
     */
    public record Interface(
            String name,
            @Nullable String description,
            List<InetAddress> addresses,
            boolean up,
            boolean loopback,
            @Nullable String linkType,
            @Nullable String whyNot) {}

    /**
     * Returns all interfaces.
     *
     * @throws DeviceException if libpcap is missing or fails
     */
    public static List<Interface> all() throws DeviceException {
        List<PcapNetworkInterface> found;
        try {
            found = Pcaps.findAllDevs();
        } catch (LinkageError e) {
            throw new DeviceException(LibpcapFailures.missing("the list of interfaces"));
        } catch (PcapNativeException e) {
            throw new DeviceException(String.valueOf(e.getMessage()));
        }
        List<Interface> all = new ArrayList<>();
        for (PcapNetworkInterface one : found) {
            all.add(of(one));
        }
        return all;
    }

    private static Interface of(PcapNetworkInterface one) {
        String linkType = null;
        String whyNot = null;
        try (PcapHandle handle =
                new PcapHandle.Builder(one.getName()).snaplen(SNAP_LENGTH).build()) {
            linkType = handle.getDlt().name();
        } catch (PcapNativeException e) {
            whyNot = LibpcapFailures.whyNot(one.getName(), String.valueOf(e.getMessage()));
        }
        List<InetAddress> addresses =
                one.getAddresses().stream().map(PcapAddress::getAddress).toList();
        String description = one.getDescription();
        return new Interface(one.getName(), description, addresses, one.isUp(), one.isLoopBack(), linkType, whyNot);
    }
}
