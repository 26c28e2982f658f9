package dev.periplus.capture;

import java.util.List;

/** Run on its own with a libpcap that is not there: reads a capture, then asks for a filter. */
public final class FilterWithoutLibpcap {
    private FilterWithoutLibpcap() {}

    /** Prints how many packets the capture has, and what the filter says. */
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
