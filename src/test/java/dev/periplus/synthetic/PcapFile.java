package dev.periplus.synthetic;

/** Writes pcap: little-endian, nanosecond timestamps, Ethernet. */
final class PcapFile {
    private static final int NANOSECOND_MAGIC = 0xa1b23c4d;
    private static final int ETHERNET = 1;

    private PcapFile() {}

    static Capture capture(String file, Trace trace, int snapLength) {
        Ordered out = new Ordered(true);
        out.u32(NANOSECOND_MAGIC).u16(2).u16(4).u32(0).u32(0).u32(snapLength).u32(ETHERNET);
        for (Frame frame : trace.frames()) {
            byte[] kept = frame.snapped(snapLength);
            out.u32(frame.time() / 1_000_000_000).u32(frame.time() % 1_000_000_000);
            out.u32(kept.length).u32(frame.bytes().length).raw(kept);
        }
        return new Capture(file, out.array(), trace.expected());
    }
}
