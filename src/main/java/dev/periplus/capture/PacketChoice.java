package dev.periplus.capture;

import org.jspecify.annotations.Nullable;

/** Applies {@link CaptureOptions} to packets that come from elsewhere than captures. One thread at a time. */
public final class PacketChoice implements AutoCloseable {
    private final @Nullable PacketFilter filter;
    private final int snapLength;
    private long left;

    /** @throws FilterException if the filter is wrong, or needs libpcap and libpcap is missing */
    public PacketChoice(CaptureOptions options) throws FilterException {
        filter = options.filter() == null ? null : new PacketFilter(options.filter());
        snapLength = options.snapLength() == 0 ? Integer.MAX_VALUE : options.snapLength();
        left = options.maxPackets() == 0 ? Long.MAX_VALUE : options.maxPackets();
    }

    /**
     * Returns how many bytes of a packet to take, or -1 to leave it out.
     *
     * @throws FilterException if the filter does not work for this link type
     */
    public int take(byte[] bytes, int offset, int captured, int wire, int linkType) throws FilterException {
        if (left == 0 || filter != null && !filter.accepts(bytes, offset, captured, wire, linkType)) {
            return -1;
        }
        left--;
        return Math.min(captured, snapLength);
    }

    /** Whether no further packet will be taken. */
    public boolean isOver() {
        return left == 0;
    }

    @Override
    public void close() {
        if (filter != null) {
            filter.close();
        }
    }
}
