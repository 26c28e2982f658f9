package dev.periplus.capture;

/** Tells whether tests that need libpcap can run. */
final class Libpcap {
    private Libpcap() {}

    static boolean isThere() {
        try {
            return org.pcap4j.core.Pcaps.libVersion() != null;
        } catch (LinkageError e) {
            return false;
        }
    }
}
