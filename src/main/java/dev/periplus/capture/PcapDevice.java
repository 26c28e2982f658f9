package dev.periplus.capture;

import java.sql.Timestamp;
import org.jspecify.annotations.Nullable;
import org.pcap4j.core.BpfProgram;
import org.pcap4j.core.NotOpenException;
import org.pcap4j.core.PcapHandle;
import org.pcap4j.core.PcapNativeException;
import org.pcap4j.core.PcapNetworkInterface.PromiscuousMode;
import org.pcap4j.core.PcapStat;

/** An interface captured through pcap4j: libpcap, or Npcap on Windows. */
final class PcapDevice implements Device {
    /** How long the system may gather packets before it delivers them. */
    private static final int GATHER_MILLIS = 20;

    private static final int MILLIS = 1_000_000;
    private static final int SECOND_MILLIS = 1000;

    private final String name;
    private final PcapHandle handle;
    private final int linkType;
    private final Unwrapped kernel = new Unwrapped();
    private final Unwrapped device = new Unwrapped();
    private @Nullable Arrivals into;
    private @Nullable RuntimeException failure;

    /** A wrapping 32-bit counter, extended to 64 bits. */
    private static final class Unwrapped {
        private int last;
        private long sum;

        void now(long value) {
            sum += Integer.toUnsignedLong((int) value - last);
            last = (int) value;
        }
    }

    private PcapDevice(String name, PcapHandle handle) {
        this.name = name;
        this.handle = handle;
        linkType = LinkTypes.ofDlt(handle.getDlt().value());
    }

    static PcapDevice open(String name, LiveOptions options) throws DeviceException, FilterException {
        PcapHandle handle = handle(name, options);
        try {
            handle.setBlockingMode(PcapHandle.BlockingMode.NONBLOCKING);
            if (options.direction() != LiveOptions.Direction.INOUT) {
                handle.setDirection(
                        PcapHandle.PcapDirection.valueOf(options.direction().name()));
            }
            String expression = options.filter();
            if (expression != null) {
                filter(handle, expression);
            }
            return new PcapDevice(name, handle);
        } catch (PcapNativeException | NotOpenException e) {
            handle.close();
            throw new DeviceException(name + ": " + e.getMessage());
        }
    }

    private static void filter(PcapHandle handle, String expression) throws NotOpenException, FilterException {
        try {
            handle.setFilter(expression, BpfProgram.BpfCompileMode.OPTIMIZE);
        } catch (PcapNativeException e) {
            FilterException wrong = PacketFilter.wrong(expression, handle.getDlt(), e);
            handle.close();
            throw wrong;
        }
    }

    private static PcapHandle handle(String name, LiveOptions options) throws DeviceException {
        try {
            PcapHandle.Builder builder = new PcapHandle.Builder(name)
                    .snaplen(options.snapLength())
                    .promiscuousMode(
                            options.promiscuous() ? PromiscuousMode.PROMISCUOUS : PromiscuousMode.NONPROMISCUOUS)
                    .timeoutMillis(GATHER_MILLIS)
                    .bufferSize(options.bufferBytes())
                    .timestampPrecision(PcapHandle.TimestampPrecision.NANO);
            return (options.monitor() ? builder.rfmon(true) : builder).build();
        } catch (LinkageError e) {
            throw new DeviceException(LibpcapFailures.missing("live capture"));
        } catch (PcapNativeException e) {
            throw LibpcapFailures.exception(name, e);
        }
    }

    @Override
    public int linkType() {
        return linkType;
    }

    @Override
    public int poll(int most, Arrivals arrivals) throws DeviceException {
        into = arrivals;
        try {
            int count = handle.dispatch(most, this::packet);
            RuntimeException failed = failure;
            if (failed != null) {
                throw failed;
            }
            return count;
        } catch (PcapNativeException | NotOpenException e) {
            throw new DeviceException(LibpcapFailures.whyNot(name, String.valueOf(e.getMessage())));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Receives a packet; keeps an exception for {@link #poll}, because pcap4j would log and swallow it. */
    private void packet(byte[] bytes) {
        Arrivals to = into;
        if (to != null && failure == null) {
            try {
                Timestamp time = handle.getTimestamp();
                long nanos = time.getTime() / SECOND_MILLIS * SECOND_MILLIS * MILLIS + time.getNanos();
                to.packet(bytes, 0, bytes.length, handle.getOriginalLength(), nanos);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }

    /** Returns false: libpcap does not report this in non-blocking mode. */
    @Override
    public boolean wentDown() {
        return false;
    }

    @Override
    public long kernelDropped() {
        count();
        return kernel.sum;
    }

    @Override
    public long interfaceDropped() {
        count();
        return device.sum;
    }

    private void count() {
        try {
            PcapStat stat = handle.getStats();
            kernel.now(stat.getNumPacketsDropped());
            device.now(stat.getNumPacketsDroppedByIf());
        } catch (PcapNativeException | NotOpenException e) {
            return; // an interface that has disappeared stops counting
        }
    }

    @Override
    public void close() {
        handle.close();
    }
}
