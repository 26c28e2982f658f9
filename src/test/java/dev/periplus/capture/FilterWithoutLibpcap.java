package dev.periplus.capture;

import java.util.List;

/** Runs in its own process without libpcap: reads a capture, then asks for a filter. */
public final class FilterWithoutLibpcap {
    private FilterWithoutLibpcap() {}

    /** Prints the number of packets in the capture, and the filter's error. */
    public static void main(String[] paths) {
        System.out.println(
                Reading.of(List.of(paths), CaptureOptions.everything()).packets.size() + " packets");
        try (PacketFilter filter = new PacketFilter("udp")) {
            System.out.println("unexpected: " + filter);
        } catch (FilterException e) {
            System.out.println(e.getMessage());
        }
    }
}
