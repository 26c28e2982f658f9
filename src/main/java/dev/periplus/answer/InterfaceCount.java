package dev.periplus.answer;

/**
 * What a live run counted on one interface.
 *
 * @param up whether packets can come from it now
 * @param received packets, dropped ones included
 * @param kernelDropped received packets dropped because the system's buffers were full
 * @param interfaceDropped packets dropped by the interface or its driver; not included in {@code received}
 * @param outages how often it went down
 */
public record InterfaceCount(
        String name, boolean up, long received, long kernelDropped, long interfaceDropped, long outages) {}
